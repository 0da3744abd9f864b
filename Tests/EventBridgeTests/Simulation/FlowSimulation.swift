import ApusTesting
import CFaultDisk
import CloudWatchLogs
import EventBridge
import Kernel
import Lambda
import SNS
import SQS
import Store
import Synchronization
import Testing
import Wire

/// A random history of events on their way over bus, topic, queue and function, with faults at every boundary:
/// targets that are gone, busy, slow or crash, a disk that is full, and a server that is killed in the middle
/// of its writes and opened again on what they left.
///
/// The seed decides everything that the history chooses. At its end all faults are healed, everything that
/// waits runs its course, and every accepted event must be found wherever the rules sent it.
final class FlowSimulation: Sendable {
    static let places = [
        FlowPlace(name: "direct", grave: nil, isInside: true) { source, _ in source == "a" },
        FlowPlace(name: "fragile", grave: "fragile-dead", isInside: true) { _, number in number % 3 == 0 },
        FlowPlace(name: "ordered.fifo", grave: nil, isInside: true) { source, _ in source == "b" },
        FlowPlace(name: "behind", grave: nil, isInside: true) { source, _ in source == "a" },
        FlowPlace(name: "copied", grave: nil, isInside: true) { source, _ in source == "b" },
        FlowPlace(name: "filtered", grave: nil, isInside: true) { source, number in
            source == "b" && number % 2 == 0
        },
        FlowPlace(name: "hook", grave: "hook-dead", isInside: false) { source, _ in source == "b" },
        FlowPlace(name: "worked", grave: "worked-dead", isInside: false) { source, _ in source == "b" },
        FlowPlace(name: "called", grave: "called-dead", isInside: false) { source, _ in source == "a" },
    ]

    private struct State {
        var random: SeededRandom
        var now = TestApus.start
        var count = 0
        var isHealthy = true
        /// How often each event was carried outside.
        var asked: [String: Int] = [:]
        var isFragileThere = true
        var log: [String] = []
    }

    let seed: UInt64
    /// The disk that the server keeps its data on, whose faults are this history's alone.
    let disk: Int32
    let ledger = FlowLedger()
    private let state: Mutex<State>
    private let functions = FakeFunctions()
    private let http = RecordingHTTP()

    init(seed: UInt64, disk: Int32) {
        self.seed = seed
        self.disk = disk
        state = Mutex(State(random: SeededRandom(seed: seed)))
        arm()
    }

    private func below(_ bound: Int) -> Int { state.withLock { $0.random.below(bound) } }
    private func log(_ line: String) { state.withLock { $0.log.append(line) } }
    var history: String { state.withLock { $0.log.suffix(80).joined(separator: "\n") } }

    // MARK: The history

    func play(lives: Int, in directory: String) async throws {
        for life in 0..<lives {
            fault_disk_heal(disk)
            let isLast = life == lives - 1
            try await live(life, directory) { apus in
                if life == 0 { try await self.prepare(apus) }
                if isLast { return try await self.conclude(apus) }
                let killAfter = self.below(3) == 0 ? nil : self.below(60)
                for step in 0..<(6 + self.below(10)) {
                    // From some write on none succeeds: that is all that a killed server leaves.
                    let isDoomed = step >= 3 && killAfter != nil
                    if step == 3, let killAfter { fault_disk_fail_writes_after(disk, killAfter) }
                    await self.step(apus, isDoomed: isDoomed)
                    if apus.kernel.store.failure != nil { break }
                }
                self.log("life \(life) ends, killed after \(killAfter.map(String.init) ?? "no") writes")
            }
        }
    }

    private func live(
        _ life: Int, _ directory: String, _ body: (TestApus) async throws -> Void
    ) async throws {
        let start = state.withLock { $0.now }
        try await withApus(
            [.sqs, .sns, .eventBridge, .lambda, .cloudWatchLogs], seed: seed &+ UInt64(life),
            directory: directory, start: start, fileSystem: String(cString: fault_disk_name(disk)),
            functions: functions, http: http
        ) { apus in
            try await body(apus)
            let now = apus.now
            state.withLock { $0.now = now }
        }
    }

    /// How the outside answers: as chance wants, and well once all is healed.
    private func arm() {
        http.answer { [unowned self] request in
            let fate = self.fate(String(decoding: request.body, as: UTF8.self))
            if fate == 1 { throw DeliveryFailure.transient(code: "TIMEOUT", message: "It took too long.") }
            if fate == 2 { return OutboundResponse(status: 503) }
            self.see(String(decoding: request.body, as: UTF8.self), at: "hook")
            // What was done may still be told to have failed.
            return OutboundResponse(status: fate == 3 ? 500 : 200)
        }
        functions.answer { [unowned self] event in
            let fate = self.fate(event)
            if fate == 1 { return .crash }
            if fate == 2 { return .failure(type: "Unlucky", message: "not now") }
            let place = event.contains("\"Records\"") ? "worked" : "called"
            self.see(event, at: place)
            return fate == 3 ? .crash : .success("null")
        }
    }

    /// Drawn from what is asked for and how often it was, so that it does not depend on who comes first.
    private func fate(_ text: String) -> Int {
        let name = Self.names(in: text).first ?? ""
        return state.withLock { state in
            guard !state.isHealthy else { return 0 }
            let times = state.asked[name, default: 0]
            state.asked[name] = times + 1
            var random = SeededRandom(
                seed: name.utf8.reduce(seed) { $0 &* 31 &+ UInt64($1) } &+ UInt64(times))
            return random.below(6)
        }
    }

    /// Notes all events that a text holds, however deep; an event's name is bare and unique.
    private func see(_ text: String, at place: String) {
        for name in Self.names(in: text) { ledger.see(name, at: place) }
    }

    private static func names(in text: String) -> [String] {
        text.split(separator: "~").filter { $0.hasPrefix("event-") }.map(String.init)
    }

    private func step(_ apus: TestApus, isDoomed: Bool) async {
        do {
            switch below(20) {
            case 0..<9: try await put(apus)
            case 9..<14:
                let milliseconds = state.withLock { $0.random.pick([1, 100, 1000, 5000, 30_000, 120_000]) }
                log("advance \(milliseconds)")
                await apus.advance(by: .milliseconds(milliseconds))
            // What is taken out while writes fail may be there again.
            case 14..<15: if !isDoomed { try await changeFragile(apus) }
            case 15..<16: try await throttle(apus, 0)
            case 16..<17: try await throttle(apus, nil)
            case 17..<18:
                log("disk full")
                fault_disk_fill(disk)
                _ = try? await put(apus)
                await apus.advance(by: .milliseconds(1500))
                fault_disk_release(disk)
            case 18..<19: await apus.settle()
            default:
                let isHealthy = state.withLock { state in
                    state.isHealthy.toggle()
                    return state.isHealthy
                }
                log("outside is \(isHealthy ? "well" : "ill")")
            }
        } catch {
            log("refused: \(error)")
        }
    }

    private func put(_ apus: TestApus) async throws {
        var names: [String] = []
        var entries: [JSON] = []
        for _ in 0..<(1 + below(3)) {
            let number = state.withLock { state in
                state.count += 1
                return state.count
            }
            let source = below(2) == 0 ? "a" : "b"
            let name = "event-\(seed)-\(number)"
            ledger.expect(name, source: source, number: number)
            names.append(name)
            let detail: JSON = [
                "name": .string("~\(name)~"), "third": .number(String(number % 3)),
                "half": .number(String(number % 2)),
            ]
            entries.append([
                "Source": .string(source), "DetailType": "simulated", "Detail": .string(detail.text),
            ])
        }
        log("put \(names)")
        let answer = try await apus.invoke("events:PutEvents", ["Entries": .array(entries)])
        guard answer["FailedEntryCount"]?.integer == 0 else { return }
        for (name, entry) in zip(names, answer["Entries"]?.array ?? []) {
            ledger.accept(name, as: entry["EventId"]?.string ?? "")
        }
    }

    /// Lets a target vanish and come back; what is in it is taken out before.
    private func changeFragile(_ apus: TestApus) async throws {
        let isThere = state.withLock { $0.isFragileThere }
        if isThere {
            log("fragile goes")
            try await collect("fragile", apus)
            let url: JSON =
                try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "fragile"])["QueueUrl"] ?? ""
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": url])
            state.withLock { $0.isFragileThere = false }
        } else {
            await apus.advance(by: .seconds(61))
            log("fragile comes")
            try await apus.queue("fragile", Self.retention)
            state.withLock { $0.isFragileThere = true }
        }
    }

    private func throttle(_ apus: TestApus, _ limit: Int?) async throws {
        log("concurrency \(limit.map(String.init) ?? "free")")
        guard let limit else {
            try await apus.invoke("lambda:DeleteFunctionConcurrency", ["FunctionName": "worked"])
            return
        }
        try await apus.invoke(
            "lambda:PutFunctionConcurrency",
            ["FunctionName": "worked", "ReservedConcurrentExecutions": .number(String(limit))])
    }

    // MARK: The end

    private func conclude(_ apus: TestApus) async throws {
        log("healed")
        state.withLock { $0.isHealthy = true }
        try? await throttle(apus, nil)
        for _ in 0..<26 { await apus.advance(by: .seconds(3600)) }
        let queues = [
            "direct", "fragile", "fragile-dead", "ordered.fifo", "behind", "copied", "filtered", "hook-dead",
            "worked-dead", "called-dead",
        ]
        let isFragileThere = state.withLock { $0.isFragileThere }
        for queue in queues where queue != "fragile" || isFragileThere { try await collect(queue, apus) }
        let left = try await apus.messages("work").count
        if left > 0 { throw Difference("\(left) messages are left in front of the function") }
        let faults = ledger.faults(Self.places)
        guard let first = faults.first else { return }
        let name = first.split(separator: " ").first { $0.hasPrefix("event-") }.map(String.init) ?? ""
        var text = faults.prefix(12).joined(separator: "\n")
        if let id = ledger.id(of: name) { text += "\n\(try await apus.why(id).text)" }
        throw Difference(text)
    }

    struct Difference: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    private func collect(_ queue: String, _ apus: TestApus) async throws {
        for body in try await apus.bodies(queue) { see(body, at: queue) }
    }
}

/// Draws the same numbers for the same seed on every machine.
struct SeededRandom {
    private var state: UInt64

    /// Streams of neighbouring seeds have nothing in common.
    init(seed: UInt64) {
        state = seed
        state = next() ^ seed << 32
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
