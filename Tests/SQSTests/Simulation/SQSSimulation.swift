import ApusTesting
import Kernel
import SQS
import Testing
import Wire

/// A random history of calls, played against the server and against the model; every answer is compared.
///
/// The seed decides everything. A difference is thrown with the seed and the calls that led to it.
final class SQSSimulation {
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    private struct Handle {
        let queue: Int
        let text: String
        let serial: Int
        let receives: Int
    }

    private var random: SeededRandom
    private let seed: UInt64
    private let isFIFO: Bool
    private let queues: [QueueModel]
    private var urls: [String] = []
    private var handles: [Handle] = []
    private var log: [String] = []
    private var bodies = 0
    private var messageIDs: [String: String] = [:]
    private(set) var now = TestApus.start

    init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
        isFIFO = seed.isMultiple(of: 2)
        let suffix = seed.isMultiple(of: 2) ? ".fifo" : ""
        queues = [
            QueueModel(name: "source\(suffix)", isFIFO: isFIFO), QueueModel(name: "grave\(suffix)", isFIFO: isFIFO),
        ]
        queues[0].grave = queues[1]
    }

    /// Plays `count` calls.
    func play(_ count: Int, on apus: TestApus) async throws {
        if urls.isEmpty { try await makeQueues(apus) }
        for _ in 0..<count {
            try await step(apus)
            now = apus.now
        }
        try await audit(apus)
    }

    private func makeQueues(_ apus: TestApus) async throws {
        let type = isFIFO ? ["FifoQueue": "true"] : [:]
        let retention = ["MessageRetentionPeriod": "3600"]
        let grave = try await apus.makeQueue(queues[1].name, type.merging(retention) { $1 })
        let redrive = ["RedrivePolicy": redrivePolicy(queues[1].name, 3)]
        urls = [
            try await apus.makeQueue(
                queues[0].name, type.merging(retention) { $1 }.merging(redrive) { $1 }), grave,
        ]
        for queue in queues { queue.retention = 3_600_000 }
        queues[0].receivesMax = 3
    }

    private func milliseconds(_ apus: TestApus) -> Int { Int(apus.now.milliseconds) }

    private func step(_ apus: TestApus) async throws {
        let queue = random.below(4) == 0 ? 1 : 0
        switch random.below(100) {
        case 0..<28: try await send(apus, to: queue)
        case 28..<58: try await receive(apus, from: queue)
        case 58..<72: try await delete(apus)
        case 72..<80: try await changeVisibility(apus)
        case 80..<92: try await advance(apus)
        case 92..<94: try await setAttributes(apus, of: queue)
        case 94..<95: try await purge(apus, queue)
        case 95..<97: try await redrive(apus)
        default: try await count(apus, queue)
        }
    }

    // MARK: Calls

    private func send(_ apus: TestApus, to queue: Int) async throws {
        bodies += 1
        let body = "m\(bodies)"
        let group = "g\(random.below(4))"
        let deduplication = random.below(4) == 0 ? "d\(random.below(3))" : body
        let delay: Int? = isFIFO || random.below(3) > 0 ? nil : random.pick([0, 1, 5])
        log.append("send \(body) to \(queue), \(group), \(deduplication), delay \(delay.map(String.init) ?? "-")")
        var more: JSONObject = [:]
        if isFIFO {
            more["MessageGroupId"] = .string(group)
            more["MessageDeduplicationId"] = .string(deduplication)
        }
        if let delay { more["DelaySeconds"] = .number(String(delay)) }
        let known = queues[queue].send(
            body, group: isFIFO ? group : "", deduplication: deduplication, delay: delay.map { $0 * 1000 },
            at: milliseconds(apus))
        queues[queue].noteDelayed()
        let sent = try await apus.send(body, to: urls[queue], .object(more))
        let id = sent["MessageId"]?.string ?? ""
        if known == body { messageIDs[body] = id }
        try expect(messageIDs[known], id, "id of \(known)")
    }

    private func receive(_ apus: TestApus, from queue: Int) async throws {
        let count = random.pick([1, 1, 2, 3, 10])
        let visibility: Int? = random.pick([nil, nil, 0, 1, 2, 5, 30])
        log.append("receive \(count) from \(queue), hidden for \(visibility.map(String.init) ?? "-")")
        var more: JSONObject = ["AttributeNames": ["All"]]
        if let visibility { more["VisibilityTimeout"] = .number(String(visibility)) }
        let expected = queues[queue].receive(
            count, visibility: visibility.map { $0 * 1000 }, at: milliseconds(apus))
        let received = try await apus.receive(urls[queue], max: count, .object(more))
        try expect(expected.map(\.message), received.map(Self.received), "received")
        for (index, message) in received.enumerated() {
            handles.append(
                Handle(
                    queue: queue, text: message["ReceiptHandle"]?.string ?? "", serial: expected[index].serial,
                    receives: expected[index].message.receives))
        }
        if handles.count > 40 { handles.removeFirst(handles.count - 40) }
    }

    private static func received(_ message: JSON) -> QueueModel.Received {
        func number(_ name: String) -> Int { message["Attributes"]?[name]?.string.flatMap { Int($0) } ?? -1 }
        return QueueModel.Received(
            body: message["Body"]?.string ?? "", receives: number("ApproximateReceiveCount"),
            firstReceivedAt: number("ApproximateFirstReceiveTimestamp"), sentAt: number("SentTimestamp"))
    }

    private func delete(_ apus: TestApus) async throws {
        guard let handle = pickHandle() else { return }
        log.append("delete \(handle.serial)/\(handle.receives) from \(handle.queue)")
        let expected = queues[handle.queue].delete(
            handle.serial, receives: handle.receives, at: milliseconds(apus))
        let failure = try await apus.failure(
            "sqs:DeleteMessage", ["QueueUrl": .string(urls[handle.queue]), "ReceiptHandle": .string(handle.text)])
        try expect(expected.map(Self.code), failure?.queryCode, "refusal")
    }

    private func changeVisibility(_ apus: TestApus) async throws {
        guard let handle = pickHandle() else { return }
        let seconds = random.pick([0, 0, 1, 5, 60])
        log.append("hide \(handle.serial)/\(handle.receives) of \(handle.queue) for \(seconds)")
        let expected = queues[handle.queue].changeVisibility(
            handle.serial, to: seconds * 1000, at: milliseconds(apus))
        let failure = try await apus.failure(
            "sqs:ChangeMessageVisibility",
            [
                "QueueUrl": .string(urls[handle.queue]), "ReceiptHandle": .string(handle.text),
                "VisibilityTimeout": .number(String(seconds)),
            ])
        try expect(expected.map(Self.code), failure?.queryCode, "refusal")
    }

    private static func code(_ refusal: QueueModel.Refusal) -> String {
        refusal == .notInFlight ? "AWS.SimpleQueueService.MessageNotInflight" : "InvalidParameterValue"
    }

    private func pickHandle() -> Handle? {
        handles.isEmpty ? nil : handles[max(random.below(handles.count), random.below(handles.count))]
    }

    private func advance(_ apus: TestApus) async throws {
        let duration = random.pick([1, 500, 1000, 1000, 2000, 5000, 30_000, 300_000, 1_800_000])
        log.append("advance \(duration) ms")
        await apus.advance(by: .milliseconds(duration))
        for queue in queues { queue.expire(at: milliseconds(apus)) }
    }

    private func setAttributes(_ apus: TestApus, of queue: Int) async throws {
        let visibility = random.pick([1, 5, 30])
        let delay = random.pick([0, 0, 2])
        log.append("set visibility \(visibility), delay \(delay) of \(queue)")
        queues[queue].visibility = visibility * 1000
        queues[queue].delay = delay * 1000
        try await apus.set(["VisibilityTimeout": "\(visibility)", "DelaySeconds": "\(delay)"], on: urls[queue])
    }

    private func purge(_ apus: TestApus, _ queue: Int) async throws {
        log.append("purge \(queue)")
        let failure = try await apus.failure("sqs:PurgeQueue", ["QueueUrl": .string(urls[queue])])
        if failure == nil {
            queues[queue].purge()
        } else {
            try expect("AWS.SimpleQueueService.PurgeQueueInProgress", failure?.queryCode, "refusal")
        }
        await apus.settle()
    }

    private func redrive(_ apus: TestApus) async throws {
        log.append("redrive")
        queues[1].move(to: queues[0], at: milliseconds(apus))
        try await apus.invoke(
            "sqs:StartMessageMoveTask",
            ["SourceArn": .string(arn(queues[1].name)), "DestinationArn": .string(arn(queues[0].name))])
        await apus.settle()
    }

    private func count(_ apus: TestApus, _ queue: Int) async throws {
        log.append("count \(queue)")
        let model = queues[queue]
        let counts = try await apus.counts(urls[queue])
        // Old dead letters behind young ones are counted until those before them go.
        guard model.messages.count == counts.reduce(0, +) || queue == 0 else { return }
        try expect(model.messages.count, counts.reduce(0, +), "messages")
        try expect(model.inFlight(at: milliseconds(apus)), counts[1], "in flight")
        if !isFIFO { try expect(model.delayed(at: milliseconds(apus)), counts[2], "delayed") }
    }

    /// In the end everything that the model still has is received, and nothing else.
    private func audit(_ apus: TestApus) async throws {
        log.append("audit")
        await apus.advance(by: .seconds(61))
        now = apus.now
        for queue in queues { queue.expire(at: milliseconds(apus)) }
        for queue in [0, 1] {
            try await count(apus, queue)
            let expected = queues[queue].receive(10, visibility: 1000, at: milliseconds(apus)).map(\.message)
            let received = try await apus.receive(
                urls[queue], ["AttributeNames": ["All"], "VisibilityTimeout": 1]).map(Self.received)
            try expect(expected, received, "audit of \(queue)")
        }
    }

    private func expect<Value: Equatable>(_ expected: Value, _ answered: Value, _ what: String) throws {
        guard expected != answered else { return }
        throw Difference(
            description: """
                seed \(seed), call \(log.count): \(what) should be \(expected), was \(answered). The last calls:
                \(log.suffix(60).joined(separator: "\n"))
                """)
    }
}

/// Draws the same numbers for the same seed on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
