internal import Kernel
internal import Logging
internal import Store
internal import Synchronization
internal import Wire

/// Carries what functions write to CloudWatch Logs, in batches, in the background.
///
/// It never holds a function up: what the service cannot take is dropped and counted.
final class LogShipper: Sendable {
    struct Stream: Sendable, Hashable {
        let scope: Scope
        let group: String
        let name: String
        /// The function and its role, who must be allowed to write where that is checked.
        let function: String
        let role: String
    }

    struct Line: Sendable {
        let moment: Instant
        let text: String
    }

    private struct State {
        var waiting: [Stream: [Line]] = [:]
        var size = 0
        var known: Set<Stream> = []
    }

    /// Bytes that may wait.
    static let waitingSizeMax = 16 << 20
    /// Bounds of one call of `PutLogEvents`.
    static let batchCountMax = 10_000
    static let batchSizeMax = 1_000_000
    /// Streams whose existence is remembered.
    static let knownMax = 10_000

    /// How long lines wait for others, so that short runs in a row share a write. A clock that stands would
    /// hold them for ever, so they wait for the machine's alone.
    static let gathering: Duration = .milliseconds(20)

    private let kernel: Kernel
    private let signal: Signal
    private let state = Mutex(State())

    init(kernel: Kernel) {
        self.kernel = kernel
        signal = Signal(activity: kernel.time.activity)
    }

    func ship(_ bytes: [UInt8], to stream: Stream) {
        let line = Line(moment: kernel.time.now, text: String(decoding: bytes, as: UTF8.self))
        let isTaken = state.withLock { state in
            guard state.size + bytes.count <= Self.waitingSizeMax else { return false }
            state.size += bytes.count
            state.waiting[stream, default: []].append(line)
            return true
        }
        if isTaken { signal.fire() } else { drop(1) }
    }

    private func drop(_ count: Int) {
        kernel.metrics.count("apus_lambda_log_lines_dropped_total", service: "lambda", by: count)
    }

    /// Ships until the server stops.
    func run() async {
        guard kernel.service("logs") != nil else {
            // Nothing takes them; what is written is counted and forgotten.
            while !Task.isCancelled {
                drop(take().reduce(0) { $0 + $1.value.count })
                await signal.wait()
            }
            return
        }
        while !Task.isCancelled {
            for (stream, lines) in take() { await put(lines, to: stream) }
            await signal.wait()
            if kernel.time.mode == .system {
                await kernel.time.sleep(until: kernel.time.now + Self.gathering)
            }
        }
        // The store is closed only after the duties have ended.
        for (stream, lines) in take() { await put(lines, to: stream) }
    }

    private func take() -> [Stream: [Line]] {
        state.withLock { state in
            defer { state.waiting = [:]; state.size = 0 }
            return state.waiting
        }
    }

    /// Where permissions are checked, what a function writes is put as its role.
    private func call(for stream: Stream) async throws -> Kernel.Call {
        guard kernel.settings.authentication == .enforce else {
            return .internal(kernel, stream.scope, operation: "lambda.logs")
        }
        let kernel = kernel
        let principal = try await kernel.store.read { tx in
            try RolePrincipal.of(stream.role, session: stream.function, stream.scope, kernel, in: tx)
        }
        return Kernel.Call(
            kernel: kernel, scope: stream.scope, principal: principal, operation: "lambda.logs")
    }

    private func put(_ lines: [Line], to stream: Stream) async {
        let call: Kernel.Call
        do {
            call = try await self.call(for: stream)
        } catch {
            kernel.log.debug("lambda: logs of \(stream.group): \(error)")
            return drop(lines.count)
        }
        if !state.withLock({ $0.known.contains(stream) }) { await make(stream, call) }
        var batch: [JSON] = []
        var size = 0
        for line in lines {
            if batch.count == Self.batchCountMax || size + line.text.utf8.count + 26 > Self.batchSizeMax {
                await put(batch, to: stream, call)
                batch = []
                size = 0
            }
            batch.append([
                "timestamp": .number(String(line.moment.milliseconds)), "message": .string(line.text),
            ])
            size += line.text.utf8.count + 26
        }
        if !batch.isEmpty { await put(batch, to: stream, call) }
    }

    private func put(_ batch: [JSON], to stream: Stream, _ call: Kernel.Call) async {
        do {
            _ = try await call.invoke(
                "logs:PutLogEvents",
                [
                    "logGroupName": .string(stream.group), "logStreamName": .string(stream.name),
                    "logEvents": .array(batch),
                ])
        } catch {
            // The group or stream may have been deleted meanwhile: made anew for what comes next.
            state.withLock { _ = $0.known.remove(stream) }
            drop(batch.count)
            kernel.log.debug("lambda: logs of \(stream.group): \(error)")
        }
    }

    private func make(_ stream: Stream, _ call: Kernel.Call) async {
        let group: JSON = .string(stream.group)
        for (action, input) in [
            ("logs:CreateLogGroup", ["logGroupName": group] as JSON),
            ("logs:CreateLogStream", ["logGroupName": group, "logStreamName": .string(stream.name)] as JSON),
        ] {
            do {
                _ = try await call.invoke(action, input)
            } catch {
                // It exists already, as a rule; otherwise putting fails and says why.
                kernel.log.trace("lambda: \(action): \(error)")
            }
        }
        state.withLock { state in
            if state.known.count >= Self.knownMax { state.known = [] }
            state.known.insert(stream)
        }
    }
}
