import ApusTesting
import EventBridge
import Kernel
import SNS
import SQS
import Scheduler
import Testing
import Wire

/// What schedules do to their targets.
@Suite struct TargetTests {
    private static let soon = "at(2026-01-01T00:00:30)"

    private func value(_ letter: JSON, _ attribute: String) -> String? {
        letter["MessageAttributes"]?[attribute]?["StringValue"]?.string
    }

    @Test func contextAttributesAreFilledIn() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                Self.soon,
                target: [
                    "Input":
                        "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.attempt-number> <aws.scheduler.execution-id>"
                ])
            await apus.advance(by: .seconds(60))
            let words = try await apus.bodies("q").first?.split(separator: " ").map(String.init) ?? []
            #expect(
                words.prefix(3) == [
                    TestApus.arn("scheduler", "schedule/default/s"), "2026-01-01T00:00:30Z", "1",
                ])
            #expect(words.last?.count == 16)
            #expect(words.last?.allSatisfy(\.isHexDigit) == true)
        }
    }

    @Test func aTargetWithoutInputGetsANotification() async throws {
        try await withSchedules { apus in
            try await apus.schedule(Self.soon, target: ["Input": .null])
            await apus.advance(by: .seconds(60))
            var event = try JSON(parsing: try await apus.bodies("q").first ?? "").object ?? JSONObject()
            #expect(event["id"]?.string?.count == 36)
            event["id"] = nil
            #expect(
                JSON.object(event) == [
                    "version": "0", "detail-type": "Scheduled Event", "source": "aws.scheduler",
                    "account": .string(TestApus.account), "time": "2026-01-01T00:00:30Z",
                    "region": .string(TestApus.region),
                    "resources": [.string(TestApus.arn("scheduler", "schedule/default/s"))], "detail": "{}",
                ])
        }
    }

    @Test func aFIFOQueueGetsTheGroup() async throws {
        try await withSchedules { apus in
            try await apus.queue("f.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"])
            try await apus.schedule(
                Self.soon,
                target: [
                    "Arn": .string(TestApus.arn("sqs", "f.fifo")), "Input": "hello",
                    "SqsParameters": ["MessageGroupId": "g"],
                ])
            await apus.advance(by: .seconds(60))
            let message = try await apus.messages("f.fifo").first
            #expect(message?["Body"] == "hello")
            #expect(message?["Attributes"]?["MessageGroupId"] == "g")
        }
    }

    @Test func aTopicGetsTheInput() async throws {
        try await withSchedules { apus in
            let topic = try await apus.invoke("sns:CreateTopic", ["Name": "t"])["TopicArn"] ?? ""
            try await apus.invoke(
                "sns:Subscribe",
                [
                    "TopicArn": topic, "Protocol": "sqs", "Endpoint": .string(TestApus.arn("sqs", "q")),
                    "Attributes": ["RawMessageDelivery": "true"],
                ])
            try await apus.schedule(Self.soon, target: ["Arn": topic, "Input": "news"])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("q") == ["news"])
        }
    }

    @Test func aBusGetsAnEventOfTheScheduleSource() async throws {
        try await withSchedules { apus in
            try await apus.invoke(
                "events:PutRule", ["Name": "r", "EventPattern": #"{"source":["shop"]}"#])
            try await apus.invoke(
                "events:PutTargets",
                ["Rule": "r", "Targets": [["Id": "t", "Arn": .string(TestApus.arn("sqs", "q"))]]])
            try await apus.schedule(
                Self.soon,
                target: [
                    "Arn": .string(TestApus.arn("events", "event-bus/default")),
                    "Input": #"{"n": <aws.scheduler.attempt-number>}"#,
                    "EventBridgeParameters": ["DetailType": "order", "Source": "shop"],
                ])
            await apus.advance(by: .seconds(60))
            let event = try JSON(parsing: try await apus.bodies("q").first ?? "")
            #expect(event["detail-type"] == "order")
            #expect(event["detail"] == ["n": 1])
            #expect(event["resources"] == [.string(TestApus.arn("scheduler", "schedule/default/s"))])
        }
    }

    @Test func anyOperationIsATarget() async throws {
        try await withSchedules { apus in
            let url = try await apus.queue("other")
            let input: JSON = ["queueUrl": .string(url), "MessageBody": "n<aws.scheduler.attempt-number>"]
            try await apus.schedule(
                Self.soon,
                target: [
                    "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": .string(input.text),
                ])
            try await apus.schedule(
                Self.soon, name: "e",
                target: [
                    "Arn": "arn:aws:scheduler:::aws-sdk:eventbridge:createEventBus",
                    "Input": #"{"Name":"orders"}"#,
                ])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("other") == ["n1"])
            #expect(try await apus.failure("events:DescribeEventBus", ["Name": "orders"]) == nil)
        }
    }

    @Test func aTargetThatIsGoneLeavesADeadLetter() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                Self.soon,
                target: [
                    "Arn": .string(TestApus.arn("sqs", "gone")), "Input": "hello",
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "q"))],
                ])
            await apus.advance(by: .seconds(60))
            let letter = try #require(try await apus.messages("q").first)
            #expect(letter["Body"] == "hello")
            #expect(value(letter, "ERROR_CODE") == "AWS.SimpleQueueService.NonExistentQueue")
            #expect(value(letter, "SCHEDULE_ARN") == TestApus.arn("scheduler", "schedule/default/s"))
            #expect(value(letter, "TARGET_ARN") == TestApus.arn("sqs", "gone"))
            #expect(value(letter, "SCHEDULED_TIME") == "2026-01-01T00:00:30Z")
            #expect(value(letter, "EXECUTION_ID")?.count == 16)
            #expect(value(letter, "IS_PAYLOAD_TRUNCATED") == "false")
            #expect(value(letter, "RETRY_ATTEMPTS") == "0")
            #expect(value(letter, "ERROR_MESSAGE")?.isEmpty == false)
        }
    }

    @Test func anOperationThatFailsLeavesADeadLetter() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                Self.soon,
                target: [
                    "Arn": "arn:aws:scheduler:::aws-sdk:eventbridge:deleteRule",
                    "Input": #"{"Name":"<aws.scheduler.attempt-number>","EventBusName":"none"}"#,
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "q"))],
                ])
            await apus.advance(by: .seconds(60))
            let letter = try #require(try await apus.messages("q").first)
            #expect(letter["Body"] == #"{"Name":"1","EventBusName":"none"}"#)
            #expect(value(letter, "ERROR_CODE") == "ResourceNotFoundException")
            #expect(value(letter, "TARGET_ARN") == "arn:aws:scheduler:::aws-sdk:eventbridge:deleteRule")
        }
    }
}
