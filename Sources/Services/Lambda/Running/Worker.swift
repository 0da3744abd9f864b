internal import Kernel
internal import Synchronization
internal import Wire

/// A process that runs a function's code, one invocation at a time, and asks for the next by the runtime API.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
final class Worker: Sendable {
    /// A run that the worker was given.
    struct Assignment: Sendable {
        let invocation: Invocation
        let finish: @Sendable (Outcome?) -> Void
        /// Whether the process has taken it up.
        var isPicked = false
        var startedAt = Stopwatch()
    }

    struct State {
        var process: (any RunningProcess)?
        /// The process waits for work.
        var next: LocalReply?
        var assignment: Assignment?
        /// Time from start to the first request for work, until it was reported.
        var initDuration: Duration?
        var hasInitialised = false
        var initError: [UInt8]?
        var timer: AlarmID?
        var isEnded = false
        var journal: Journal
    }

    let key: WorkerKey
    let facts: WorkerFacts
    let startedAt: Instant
    let state: Mutex<State>
    private let stopwatch = Stopwatch()
    /// Real time: a function runs as long as it runs, whatever the server's clock shows.
    private let realTime: TimeSource
    private let ended = Mutex<(@Sendable () -> Void)?>(nil)

    /// Counts the closing of a log as work of the server, which its clock waits for.
    private let activity: Activity?

    init(
        key: WorkerKey, facts: WorkerFacts, startedAt: Instant, realTime: TimeSource, journal: Journal,
        activity: Activity? = nil
    ) {
        self.key = key
        self.facts = facts
        self.startedAt = startedAt
        self.realTime = realTime
        self.activity = activity
        state = Mutex(State(journal: journal))
    }

    var isUsable: Bool { state.withLock { !$0.isEnded } }

    /// Takes the process that was started for the worker, and what to do when it has ended.
    func attach(_ process: any RunningProcess, whenEnded: @escaping @Sendable () -> Void) {
        ended.withLock { $0 = whenEnded }
        state.withLock { state in
            state.process = process
            state.journal.note(state.journal.log.initStart(facts, at: TimeSource.systemNow()))
        }
        arm(after: max(Limits.initTimeMax, .seconds(facts.timeoutSeconds)))
        process.limitMemory(to: facts.memoryMegabytes << 20)
        process.whenEnded { self.processEnded($0) }
    }

    // MARK: Work

    /// Runs one invocation; nil when the process was lost before it took it up.
    func run(_ invocation: Invocation) async -> Outcome? {
        await withCheckedContinuation { continuation in
            let assignment = Assignment(
                invocation: invocation, finish: { continuation.resume(returning: $0) })
            let (reply, isEnded) = state.withLock { state -> (LocalReply?, Bool) in
                guard !state.isEnded else { return (nil, true) }
                state.assignment = assignment
                defer { state.next = nil }
                return (state.next, false)
            }
            if isEnded { assignment.finish(nil) }
            if let reply { hand(over: reply) }
        }
    }

    /// Gives the waiting process its work.
    private func hand(over reply: LocalReply) {
        let (process, invocation) = state.withLock { state -> ((any RunningProcess)?, Invocation?) in
            guard state.assignment != nil else {
                state.next = reply
                return (nil, nil)
            }
            state.assignment?.isPicked = true
            state.assignment?.startedAt = Stopwatch()
            guard let invocation = state.assignment?.invocation else { return (nil, nil) }
            begin(invocation.requestID, &state)
            return (state.process, invocation)
        }
        guard let invocation else { return }
        process?.limitMemory(to: facts.memoryMegabytes << 20)
        arm(after: .seconds(facts.timeoutSeconds))
        let deadline = TimeSource.systemNow() + .seconds(facts.timeoutSeconds)
        var headers = [
            (name: "Content-Type", value: "application/json"),
            (name: "Lambda-Runtime-Aws-Request-Id", value: invocation.requestID),
            (name: "Lambda-Runtime-Deadline-Ms", value: String(deadline.milliseconds)),
            (name: "Lambda-Runtime-Invoked-Function-Arn", value: invocation.functionARN),
            (name: "Lambda-Runtime-Trace-Id", value: invocation.trace),
        ]
        if let context = invocation.clientContext {
            headers.append((name: "Lambda-Runtime-Client-Context", value: context))
        }
        reply.send(ResponseParts(headers: headers, body: invocation.payload))
    }

    // MARK: The runtime API

    /// Answers one request of the process; called on an event loop.
    func handle(_ request: LocalRequest, _ reply: LocalReply) {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 3, parts[0] == "2018-06-01", parts[1] == "runtime" else {
            return reply.send(ResponseParts(status: 404))
        }
        switch (request.method, Array(parts[2...])) {
        case ("GET", ["invocation", "next"]): next(reply)
        case ("POST", ["init", "error"]):
            state.withLock { $0.initError = request.body }
            reply.send(Self.accepted)
            state.withLock { $0.process }?.kill()
        case ("POST", let path) where path.count == 3 && path[0] == "invocation":
            answer(path[1], isError: path[2] == "error", request, reply)
        default: reply.send(ResponseParts(status: 404))
        }
    }

    private static let accepted = ResponseParts(
        status: 202, headers: [("Content-Type", "application/json")],
        body: Array("{\"status\":\"OK\"}\n".utf8))

    private func next(_ reply: LocalReply) {
        let isAssigned = state.withLock { state in
            if !state.hasInitialised {
                state.hasInitialised = true
                state.initDuration = stopwatch.elapsed
            }
            if state.assignment == nil { state.next = reply }
            return state.assignment != nil
        }
        if isAssigned {
            hand(over: reply)
        } else {
            disarm()
            state.withLock { $0.process }?.limitMemory(to: nil)
        }
    }

    private func answer(_ requestID: String, isError: Bool, _ request: LocalRequest, _ reply: LocalReply) {
        let body = request.body
        let isCurrent = state.withLock { state in
            state.assignment?.isPicked == true && state.assignment?.invocation.requestID == requestID
        }
        guard isCurrent else {
            let text = "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}"
            return reply.send(ResponseParts(status: 400, body: Array(text.utf8)))
        }
        disarm()
        // The runtime asks for more work only after this reply, so that logs of two runs never mix.
        defer { reply.send(Self.accepted) }
        guard isError || body.count <= Limits.answerSizeMax else {
            let text =
                "Response payload size exceeded maximum allowed payload size (\(Limits.answerSizeMax) bytes)."
            let type = "Function.ResponseSizeTooLarge"
            return finish(.failure, Self.error(type, text), errorType: type)
        }
        guard isError else { return finish(.success, body) }
        finish(.failure, body, errorType: request.header("Lambda-Runtime-Function-Error-Type"))
    }

    // MARK: Ends

    private func processEnded(_ end: ProcessEnd) {
        disarm()
        let (assignment, initError) = state.withLock { state in
            state.isEnded = true
            state.next = nil
            return (state.assignment, state.initError)
        }
        let hasInitialised = state.withLock { $0.hasInitialised }
        if let assignment {
            if !assignment.isPicked, hasInitialised {
                // It ended between two runs; another worker takes this one.
                state.withLock { $0.assignment = nil }
                assignment.finish(nil)
            } else {
                if !assignment.isPicked { state.withLock { begin(assignment.invocation.requestID, &$0) } }
                crash(end, initError, assignment)
            }
        }
        state.withLock { $0.journal.close() }
        let action = ended.withLock { action in
            defer { action = nil }
            return action
        }
        action?()
    }

    private func crash(_ end: ProcessEnd, _ initError: [UInt8]?, _ assignment: Assignment) {
        let id = assignment.invocation.requestID
        if let initError {
            return finish(.crash, initError, status: "error")
        }
        let (type, reason) = ProcessReport.describe(end)
        let text = "RequestId: \(id) Error: \(reason)"
        finish(.crash, Self.error(type, text), status: "error", note: "\(text)\n\(type)", errorType: type)
    }

    /// The time for start or run is over.
    private func timeOut() {
        let (process, id) = state.withLock { state -> ((any RunningProcess)?, String?) in
            state.timer = nil
            return (state.process, state.assignment?.invocation.requestID)
        }
        if let id {
            let isBegun = state.withLock { $0.assignment?.isPicked == true }
            if !isBegun { state.withLock { begin(id, &$0) } }
            let text = "Task timed out after \(facts.timeoutSeconds).00 seconds"
            let payload = Self.error("Sandbox.Timedout", "RequestId: \(id) Error: \(text)")
            let moment = TimeSource.systemNow().timestamp.text(.iso8601, alwaysMilliseconds: true)
            state.withLock { $0.isEnded = true }
            finish(.timeOut, payload, status: "timeout", note: "\(moment) \(id) \(text)\n")
        }
        process?.kill()
    }

    private func begin(_ requestID: String, _ state: inout State) {
        state.journal.begin(requestID, version: facts.version, at: TimeSource.systemNow())
    }

    private func finish(
        _ kind: Outcome.Kind, _ payload: [UInt8], status: String? = nil, note: String? = nil,
        errorType: String? = nil
    ) {
        let taken = state.withLock { state -> (Assignment, (any RunningProcess)?, Duration?)? in
            guard let assignment = state.assignment else { return nil }
            state.assignment = nil
            defer { state.initDuration = nil }
            return (assignment, state.process, state.initDuration)
        }
        guard let (assignment, process, initDuration) = taken else { return }
        let duration = kind == .timeOut ? .seconds(facts.timeoutSeconds) : assignment.startedAt.elapsed
        var outcome = Outcome(kind: kind, payload: payload)
        activity?.begin()
        defer { activity?.end() }
        // Who does not want the log does not wait for it.
        if !assignment.invocation.wantsLog { assignment.finish(outcome) }
        process?.drainOutput()
        let peak = process?.memoryPeak() ?? 0
        let report = RunReport(
            requestID: assignment.invocation.requestID, duration: duration,
            memoryMegabytes: facts.memoryMegabytes,
            peakMegabytes: min((peak + 1_048_575) >> 20, facts.memoryMegabytes), initDuration: initDuration,
            status: status, errorType: errorType, isFailure: kind != .success)
        outcome.log = state.withLock { state in
            // A log of JSON has the reason in its report.
            if let note, !state.journal.log.isJSON { state.journal.append(Array("\(note)\n".utf8)) }
            return state.journal.end(report, at: TimeSource.systemNow())
        }
        if assignment.invocation.wantsLog { assignment.finish(outcome) }
    }

    func stop() {
        let process = state.withLock { state in
            state.isEnded = true
            return state.process
        }
        process?.kill()
    }

    func wrote(_ bytes: [UInt8]) { state.withLock { $0.journal.append(bytes) } }

    private static func error(_ type: String, _ message: String) -> [UInt8] {
        let json: JSON = ["errorType": .string(type), "errorMessage": .string(message)]
        return json.utf8
    }

    private func arm(after limit: Duration) {
        let alarm = realTime.alarm(at: realTime.now + limit) { self.timeOut() }
        let previous = state.withLock { state in
            defer { state.timer = alarm }
            return state.timer
        }
        if let previous { realTime.cancel(previous) }
    }

    private func disarm() {
        let timer = state.withLock { state in
            defer { state.timer = nil }
            return state.timer
        }
        if let timer { realTime.cancel(timer) }
    }
}
