import ApusTesting
import Kernel
import SQS
import Testing
import Wire

/// What a test of a queue says in one word.
extension TestApus {
    func makeQueue(
        _ name: String = "orders", _ attributes: [String: String] = [:], tags: [String: String] = [:]
    ) async throws -> String {
        var input: JSONObject = ["QueueName": .string(name)]
        if !attributes.isEmpty { input["Attributes"] = JSON(texts: attributes) }
        if !tags.isEmpty { input["tags"] = JSON(texts: tags) }
        return try #require(try await invoke("sqs:CreateQueue", .object(input))["QueueUrl"]?.string)
    }

    func makeFIFO(_ name: String = "orders.fifo", _ attributes: [String: String] = [:]) async throws -> String {
        try await makeQueue(
            name, ["FifoQueue": "true", "ContentBasedDeduplication": "true"].merging(attributes) { $1 })
    }

    @discardableResult
    func send(_ body: String, to url: String, _ more: JSON = [:]) async throws -> JSON {
        try await invoke("sqs:SendMessage", input(url, ["MessageBody": .string(body)], more))
    }

    @discardableResult
    func send(_ body: String, to url: String, group: String) async throws -> JSON {
        try await send(body, to: url, ["MessageGroupId": .string(group)])
    }

    func receive(_ url: String, max: Int = 10, _ more: JSON = [:]) async throws -> [JSON] {
        let input = input(url, ["MaxNumberOfMessages": .number(String(max))], more)
        return try await invoke("sqs:ReceiveMessage", input)["Messages"]?.array ?? []
    }

    /// The bodies of what can be received now, in order.
    func bodies(_ url: String, max: Int = 10, _ more: JSON = [:]) async throws -> [String] {
        try await receive(url, max: max, more).compactMap { $0["Body"]?.string }
    }

    func delete(_ message: JSON, from url: String) async throws {
        let handle = message["ReceiptHandle"] ?? ""
        try await invoke("sqs:DeleteMessage", ["QueueUrl": .string(url), "ReceiptHandle": handle])
    }

    func changeVisibility(_ message: JSON, of url: String, to seconds: Int) async throws {
        try await invoke(
            "sqs:ChangeMessageVisibility",
            [
                "QueueUrl": .string(url), "ReceiptHandle": message["ReceiptHandle"] ?? "",
                "VisibilityTimeout": .number(String(seconds)),
            ])
    }

    func attributes(_ url: String, _ names: [String] = ["All"]) async throws -> [String: String] {
        let answer = try await invoke(
            "sqs:GetQueueAttributes",
            ["QueueUrl": .string(url), "AttributeNames": .array(names.map { .string($0) })])
        return (answer["Attributes"] ?? [:]).texts
    }

    func set(_ attributes: [String: String], on url: String) async throws {
        try await invoke("sqs:SetQueueAttributes", ["QueueUrl": .string(url), "Attributes": JSON(texts: attributes)])
    }

    /// Visible, in flight, delayed.
    func counts(_ url: String) async throws -> [Int] {
        let attributes = try await attributes(url)
        return ["", "NotVisible", "Delayed"].map { Int(attributes["ApproximateNumberOfMessages\($0)"] ?? "") ?? -1 }
    }

    private func input(_ url: String, _ own: JSON, _ more: JSON) -> JSON {
        var object: JSONObject = ["QueueUrl": .string(url)]
        for part in [own, more] {
            for member in part.object?.members ?? [] { object[member.name] = member.value }
        }
        return .object(object)
    }
}

extension JSON {
    init(texts: [String: String]) {
        var object = JSONObject()
        for (name, value) in texts.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
        self = .object(object)
    }

    var texts: [String: String] {
        var texts: [String: String] = [:]
        for member in object?.members ?? [] { texts[member.name] = member.value.string }
        return texts
    }
}

/// Expects a call to fail with a code and a text.
func expectFailure(
    _ apus: TestApus, _ action: String, _ input: JSON, _ code: String, _ message: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let failure = try await apus.failure(action, input)
    #expect(failure?.queryCode == code, sourceLocation: sourceLocation)
    if let message { #expect(failure?.message == message, sourceLocation: sourceLocation) }
}

/// Runs a test against a fresh server with one standard queue.
func withQueue(
    _ attributes: [String: String] = [:], _ body: (TestApus, String) async throws -> Void
) async throws {
    try await withApus([.sqs]) { apus in try await body(apus, try await apus.makeQueue("orders", attributes)) }
}

/// Runs a test against a fresh server with one FIFO queue that deduplicates by content.
func withFIFO(
    _ attributes: [String: String] = [:], _ body: (TestApus, String) async throws -> Void
) async throws {
    try await withApus([.sqs]) { apus in try await body(apus, try await apus.makeFIFO("orders.fifo", attributes)) }
}

/// Runs a test with a queue whose messages become dead letters after a number of receives.
func withDeadLetters(
    fifo: Bool = false, receives: Int = 2, _ body: (TestApus, _ source: String, _ grave: String) async throws -> Void
) async throws {
    try await withApus([.sqs]) { apus in
        let suffix = fifo ? ".fifo" : ""
        let type = fifo ? ["FifoQueue": "true", "ContentBasedDeduplication": "true"] : [:]
        let grave = try await apus.makeQueue("grave\(suffix)", type)
        let redrive = ["RedrivePolicy": redrivePolicy("grave\(suffix)", receives), "VisibilityTimeout": "1"]
        let source = try await apus.makeQueue("source\(suffix)", type.merging(redrive) { $1 })
        try await body(apus, source, grave)
    }
}

func arn(_ name: String) -> String { "arn:aws:sqs:\(TestApus.region):\(TestApus.account):\(name)" }

func redrivePolicy(_ name: String, _ receives: Int) -> String {
    #"{"deadLetterTargetArn":"\#(arn(name))","maxReceiveCount":\#(receives)}"#
}
