import ApusTesting
import EventBridge
import Kernel
import SQS
import Testing
import Wire

/// Answers what a test needs of the services around buses.
extension TestApus {
    static func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):\(region):\(account):\(resource)"
    }

    /// Makes a queue and answers its URL.
    @discardableResult
    func queue(_ name: String, _ attributes: JSON = [:]) async throws -> String {
        let answer = try await invoke("sqs:CreateQueue", ["QueueName": .string(name), "Attributes": attributes])
        return answer["QueueUrl"]?.string ?? ""
    }

    /// Takes all messages out of a queue, in order.
    func messages(_ name: String) async throws -> [JSON] {
        await settle()
        let url: JSON = try await invoke("sqs:GetQueueUrl", ["QueueName": .string(name)])["QueueUrl"] ?? ""
        var messages: [JSON] = []
        while true {
            let answer = try await invoke(
                "sqs:ReceiveMessage",
                [
                    "QueueUrl": url, "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"],
                    "MessageSystemAttributeNames": ["All"],
                ])
            let found = answer["Messages"]?.array ?? []
            if found.isEmpty { return messages }
            for message in found {
                try await invoke(
                    "sqs:DeleteMessage", ["QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"] ?? ""])
            }
            messages += found
        }
    }

    func bodies(_ queue: String) async throws -> [String] {
        try await messages(queue).compactMap { $0["Body"]?.string }
    }

    func events(_ queue: String) async throws -> [JSON] {
        try await bodies(queue).map { try JSON(parsing: $0) }
    }

    /// Makes a rule with one target.
    func rule(
        _ name: String, _ pattern: String = #"{"source":["shop"]}"#, to target: String, bus: String? = nil,
        _ settings: JSON = [:]
    ) async throws {
        var rule: JSONObject = ["Name": .string(name), "EventPattern": .string(pattern)]
        rule["EventBusName"] = bus.map { .string($0) }
        try await invoke("events:PutRule", .object(rule))
        try await put(target, on: name, bus: bus, settings)
    }

    func put(_ target: String, on rule: String, bus: String? = nil, _ settings: JSON = [:]) async throws {
        var targets: JSONObject = [
            "Rule": .string(rule), "Targets": [TestApus.target(target, settings)],
        ]
        targets["EventBusName"] = bus.map { .string($0) }
        try await invoke("events:PutTargets", .object(targets))
    }

    static func target(_ arn: String, _ settings: JSON = [:]) -> JSON {
        var target: JSONObject = ["Id": "t", "Arn": .string(arn)]
        for member in settings.object?.members ?? [] { target[member.name] = member.value }
        return .object(target)
    }

    /// Puts one event and answers the entry of the result.
    @discardableResult
    func put(
        _ detail: String = "{}", source: String = "shop", type: String = "order", _ settings: JSON = [:]
    ) async throws -> JSON {
        var entry: JSONObject = [
            "Source": .string(source), "DetailType": .string(type), "Detail": .string(detail),
        ]
        for member in settings.object?.members ?? [] { entry[member.name] = member.value }
        let answer = try await invoke("events:PutEvents", ["Entries": [.object(entry)]])
        return answer["Entries"]?.array?.first ?? .null
    }
}

extension TestApus {
    /// Puts an event about which only some settings matter.
    @discardableResult
    func put(_ settings: JSON) async throws -> JSON {
        try await put("{}", source: "shop", type: "order", settings)
    }
}

/// Runs a test against buses and queues.
func withBuses(_ body: (TestApus) async throws -> Void) async throws {
    try await withApus([.sqs, .eventBridge]) { try await body($0) }
}
