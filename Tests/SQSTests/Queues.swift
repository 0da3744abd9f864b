import ApusTesting
import Kernel
import SQS
import Wire

/// Short ways to say what tests of queues do all the time.
extension TestApus {
    func newQueue(_ name: String = "q", _ attributes: [(String, JSON)] = []) async throws -> JSON {
        var object = JSONObject()
        for (key, value) in attributes { object[key] = value }
        let answer = try await invoke(
            "sqs:CreateQueue", ["QueueName": .string(name), "Attributes": .object(object)])
        return answer["QueueUrl"] ?? ""
    }

    @discardableResult
    func put(_ body: String, to queue: JSON, _ more: [(String, JSON)] = []) async throws -> JSON {
        var input: JSONObject = ["QueueUrl": queue, "MessageBody": .string(body)]
        for (key, value) in more { input[key] = value }
        return try await invoke("sqs:SendMessage", .object(input))
    }

    func take(_ queue: JSON, _ more: [(String, JSON)] = []) async throws -> [JSON] {
        var input: JSONObject = [
            "QueueUrl": queue, "MaxNumberOfMessages": 10, "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        ]
        for (key, value) in more { input[key] = value }
        return try await invoke("sqs:ReceiveMessage", .object(input))["Messages"]?.array ?? []
    }

    func drop(_ message: JSON, from queue: JSON) async throws {
        try await invoke(
            "sqs:DeleteMessage", ["QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"] ?? ""])
    }

    func tally(_ queue: JSON) async throws -> [Int] {
        let told = try await invoke("sqs:GetQueueAttributes", ["QueueUrl": queue, "AttributeNames": ["All"]])
        return ["", "NotVisible", "Delayed"].map { suffix in
            told["Attributes"]?["ApproximateNumberOfMessages\(suffix)"]?.string.flatMap { Int($0) } ?? -1
        }
    }

    func arnOf(_ queue: JSON) async throws -> String {
        let told = try await invoke(
            "sqs:GetQueueAttributes", ["QueueUrl": queue, "AttributeNames": ["QueueArn"]])
        return told["Attributes"]?["QueueArn"]?.string ?? ""
    }
}

func texts(_ messages: [JSON]) -> [String] { messages.compactMap { $0["Body"]?.string } }
