import ApusTesting
import EventBridge
import Kernel
import SNS
import SQS
import Scheduler
import Testing
import Wire

extension TestApus {
    static func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):\(region):\(account):\(resource)"
    }

    static let role = "arn:aws:iam::\(account):role/r"

    @discardableResult
    func queue(_ name: String, _ attributes: JSON = [:]) async throws -> String {
        let answer = try await invoke(
            "sqs:CreateQueue", ["QueueName": .string(name), "Attributes": attributes])
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

    static func schedule(
        _ name: String, _ expression: String, _ settings: JSON = [:], target: JSON = [:]
    ) -> JSON {
        var input: JSONObject = [
            "Name": .string(name), "ScheduleExpression": .string(expression),
            "FlexibleTimeWindow": ["Mode": "OFF"],
        ]
        for member in settings.object?.members ?? [] { input[member.name] = member.value }
        var goal: JSONObject = [
            "Arn": .string(arn("sqs", "q")), "RoleArn": .string(role),
            "Input": "<aws.scheduler.scheduled-time>",
        ]
        for member in target.object?.members ?? [] {
            goal[member.name] = member.value.isNull ? nil : member.value
        }
        input["Target"] = .object(goal)
        return .object(input)
    }

    @discardableResult
    func schedule(
        _ expression: String, _ settings: JSON = [:], name: String = "s", target: JSON = [:]
    ) async throws -> JSON {
        try await invoke(
            "scheduler:CreateSchedule", TestApus.schedule(name, expression, settings, target: target))
    }

    func refusal(
        _ expression: String, _ settings: JSON = [:], target: JSON = [:]
    ) async throws -> (any Failure)? {
        try await failure(
            "scheduler:CreateSchedule", TestApus.schedule("s", expression, settings, target: target))
    }

    /// Seconds since 1970 at which tests begin.
    static let second = Int(start.seconds)

    /// Days into 2026, in seconds since 1970.
    static func day(_ number: Int) -> JSON { .number(String(second + number * 86_400)) }
}

/// Runs a test against schedules and a queue `q`.
func withSchedules(_ body: (TestApus) async throws -> Void) async throws {
    try await withApus([.sqs, .sns, .eventBridge, .scheduler]) { apus in
        try await apus.queue("q")
        try await body(apus)
    }
}
