import ApusTesting
import CloudWatchLogs
import EventBridge
import Kernel
import Pipes
import SNS
import SQS
import Testing
import Wire

/// What goes through a pipe from a queue.
@Suite struct FlowTests {
    private struct Broken: Error {}

    @Test func aMessageGoesThroughAndIsDeleted() async throws {
        try await withPipes { apus in
            try await apus.pipe()
            try await apus.send([#"{"n":1}"#])
            let record = try JSON(parsing: try await apus.bodies("out").first ?? "")
            #expect(record["body"] == #"{"n":1}"#)
            #expect(record["eventSource"] == "aws:sqs")
            #expect(record["eventSourceARN"] == .string(TestApus.arn("sqs", "in")))
            #expect(record["awsRegion"] == .string(TestApus.region))
            #expect(record["messageId"]?.string?.count == 36)
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("in") == [])
        }
    }

    @Test func aFilterKeepsOthersOut() async throws {
        try await withPipes { apus in
            let filters: JSON = ["Filters": [["Pattern": #"{"body":{"n":[1]}}"#]]]
            try await apus.pipe([
                "SourceParameters": ["FilterCriteria": filters],
                "TargetParameters": ["InputTemplate": "<$.body.n>"],
            ])
            try await apus.send([#"{"n":1}"#, #"{"n":2}"#, "text"])
            #expect(try await apus.bodies("out") == ["1"])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("in") == [])
        }
    }

    @Test func aTemplateShapesEachMessage() async throws {
        try await withPipes { apus in
            let template =
                #"{"n": <$.body.n>, "all": <$.body>, "text": "<$.body.s> in <aws.pipes.pipe-name>", "none": <$.x>}"#
            try await apus.pipe(["TargetParameters": ["InputTemplate": .string(template)]])
            try await apus.send([#"{"n":"a\"b","s":"c d"}"#])
            let body = try JSON(parsing: try await apus.bodies("out").first ?? "")
            #expect(
                body == [
                    "n": "a\"b", "all": ["n": "a\"b", "s": "c d"], "text": "c d in p", "none": "",
                ])
        }
    }

    @Test func aMessageThatBreaksTheTemplateStaysAlone() async throws {
        try await withPipes { apus in
            try await apus.pipe(["TargetParameters": ["InputTemplate": #"{"text": "<$.body.s>"}"#]])
            try await apus.send([#"{"s":"one"}"#, #"{"s":"t\"wo"}"#, #"{"s":"three"}"#])
            #expect(
                Set(try await apus.bodies("out")) == [#"{"text": "one"}"#, #"{"text": "three"}"#])
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies("out") == [])
        }
    }

    @Test func aFIFOQueueGetsGroupsFromTheMessage() async throws {
        try await withPipes { apus in
            try await apus.queue("out.fifo", ["FifoQueue": "true"])
            try await apus.pipe([
                "Target": .string(TestApus.arn("sqs", "out.fifo")),
                "TargetParameters": [
                    "SqsQueueParameters": [
                        "MessageGroupId": "$.body.g", "MessageDeduplicationId": "$.messageId",
                    ], "InputTemplate": "<$.body.n>",
                ],
            ])
            try await apus.send([#"{"g":"x","n":1}"#, #"{"g":"y","n":2}"#])
            let messages = try await apus.messages("out.fifo")
            #expect(
                messages.compactMap { $0["Attributes"]?["MessageGroupId"]?.string }.sorted() == ["x", "y"])
        }
    }

    @Test func aFunctionGetsABatchAndSaysWhatFailed() async throws {
        try await withPipes { apus in
            apus.answer { records in
                let bad = (records.array ?? []).filter { $0["body"] == "bad" }
                return ["batchItemFailures": .array(bad.map { ["itemIdentifier": $0["messageId"] ?? ""] })]
            }
            try await apus.pipe(["Target": TestApus.function])
            try await apus.send(["good", "bad"])
            #expect(
                apus.payloads.flatMap { $0.array ?? [] }.compactMap { $0["body"]?.string } == ["good", "bad"])
            await apus.advance(by: .seconds(30))
            #expect(
                apus.payloads.flatMap { $0.array ?? [] }.compactMap { $0["body"]?.string }
                    == ["good", "bad", "bad"])
        }
    }

    @Test func aFunctionThatFailsGetsTheBatchAgain() async throws {
        try await withPipes { apus in
            apus.answer { _ in throw Broken() }
            try await apus.pipe(["Target": TestApus.function])
            try await apus.send(["1"])
            await apus.advance(by: .seconds(61))
            #expect(apus.payloads.count == 3)
            apus.answer { _ in "fine" }
            await apus.advance(by: .seconds(60))
            #expect(apus.payloads.count == 1)
        }
    }

    @Test func aFunctionIsToldWithoutWaiting() async throws {
        try await withPipes { apus in
            apus.answer { _ in throw Broken() }
            try await apus.pipe([
                "Target": TestApus.function,
                "TargetParameters": ["LambdaFunctionParameters": ["InvocationType": "FIRE_AND_FORGET"]],
            ])
            try await apus.send(["1"])
            await apus.advance(by: .seconds(120))
            #expect(apus.payloads.count == 1)
        }
    }

    @Test func anEnrichmentMakesWhatTheTargetGets() async throws {
        try await withPipes { apus in
            apus.answer { records in
                .array((records.array ?? []).map { ["made": .string("of " + ($0["v"]?.string ?? ""))] })
            }
            try await apus.pipe([
                "Enrichment": TestApus.function,
                "EnrichmentParameters": ["InputTemplate": #"{"v": <$.body.v>}"#],
                "TargetParameters": ["InputTemplate": "<$.made>"],
            ])
            try await apus.send([#"{"v":"a"}"#])
            #expect(apus.payloads == [[["v": "a"]]])
            #expect(try await apus.bodies("out") == ["of a"])
        }
    }

    @Test(arguments: ["", "{}", "[]", "null"]) func anEnrichmentMayStopABatch(answer: String) async throws {
        try await withPipes { apus in
            let given = answer.isEmpty ? JSON.string("") : try JSON(parsing: answer)
            apus.answer { _ in given }
            try await apus.pipe(["Enrichment": TestApus.function])
            try await apus.send(["1"])
            await apus.advance(by: .seconds(60))
            #expect(apus.payloads.count == 1)
            #expect(try await apus.bodies("out") == [])
            #expect(try await apus.bodies("in") == [])
        }
    }

    @Test func aBusGetsEventsOfThePipe() async throws {
        try await withPipes { apus in
            try await apus.invoke(
                "events:PutRule", ["Name": "r", "EventPattern": #"{"account":[{"exists":true}]}"#])
            try await apus.invoke(
                "events:PutTargets",
                ["Rule": "r", "Targets": [["Id": "t", "Arn": .string(TestApus.arn("sqs", "out"))]]])
            try await apus.pipe(["Target": TestApus.bus])
            try await apus.send(["1"])
            let plain = try JSON(parsing: try await apus.bodies("out").first ?? "")
            #expect(plain["source"] == "Pipe p")
            #expect(plain["detail-type"] == "Event from aws:sqs")
            #expect(plain["detail"]?["body"] == "1")
            try await apus.invoke(
                "pipes:UpdatePipe",
                [
                    "Name": "p", "RoleArn": .string(TestApus.role),
                    "TargetParameters": [
                        "EventBridgeEventBusParameters": [
                            "Source": "$.body.from", "DetailType": "order", "Time": "$.body.at",
                        ], "InputTemplate": #"{"n": <$.body.n>}"#,
                    ],
                ])
            #expect(try await apus.state() == "RUNNING")
            try await apus.send([#"{"from":"shop","n":1,"at":"2025-05-01T00:00:00Z"}"#])
            let shaped = try JSON(parsing: try await apus.bodies("out").first ?? "")
            #expect(shaped["source"] == "shop")
            #expect(shaped["detail-type"] == "order")
            #expect(shaped["time"] == "2025-05-01T00:00:00Z")
            #expect(shaped["detail"] == ["n": 1])
        }
    }

    @Test func anEventThatABusRefusesComesAgain() async throws {
        try await withPipes { apus in
            try await apus.pipe([
                "Target": TestApus.bus, "TargetParameters": ["InputTemplate": "<$.body>"],
            ])
            try await apus.send([#"{"n":1}"#, "no object"])
            await apus.settle()
            let left = try await apus.invoke(
                "sqs:GetQueueAttributes",
                ["QueueUrl": apus.url("in"), "AttributeNames": ["ApproximateNumberOfMessagesNotVisible"]])
            #expect(left["Attributes"]?["ApproximateNumberOfMessagesNotVisible"] == "1")
        }
    }

    @Test func aTopicGetsMessages() async throws {
        try await withPipes { apus in
            let topic = try await apus.invoke("sns:CreateTopic", ["Name": "t"])["TopicArn"] ?? ""
            try await apus.invoke(
                "sns:Subscribe",
                [
                    "TopicArn": topic, "Protocol": "sqs", "Endpoint": .string(TestApus.arn("sqs", "out")),
                    "Attributes": ["RawMessageDelivery": "true"],
                ])
            try await apus.pipe([
                "Target": topic, "TargetParameters": ["InputTemplate": "Hello, <$.body>"],
            ])
            try await apus.send(["you"])
            #expect(try await apus.bodies("out") == ["Hello, you"])
        }
    }

    @Test func aLogGroupGetsEvents() async throws {
        try await withPipes { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "/g"])
            try await apus.pipe([
                "Target": .string(TestApus.arn("logs", "log-group:/g:*")),
                "TargetParameters": [
                    "CloudWatchLogsParameters": ["LogStreamName": "$.body.s", "Timestamp": "$.body.t"],
                    "InputTemplate": "<$.body.m>",
                ],
            ])
            let time = TestApus.start.milliseconds - 5000
            try await apus.send([#"{"s":"x","m":"hello","t":\#(time)}"#])
            let events = try await apus.invoke(
                "logs:GetLogEvents", ["logGroupName": "/g", "logStreamName": "x"])["events"]?.array
            #expect(events?.first?["message"] == "hello")
            #expect(events?.first?["timestamp"] == .number(String(time)))
        }
    }

    @Test func aBatchWaitsForItsWindow() async throws {
        try await withPipes { apus in
            try await apus.pipe([
                "Target": TestApus.function,
                "SourceParameters": [
                    "SqsQueueParameters": ["BatchSize": 100, "MaximumBatchingWindowInSeconds": 20]
                ],
            ])
            try await apus.send(["1", "2"])
            await apus.advance(by: .seconds(5))
            try await apus.send(["3"])
            #expect(apus.payloads.isEmpty)
            await apus.advance(by: .seconds(20))
            #expect(apus.payloads.map { $0.array?.count } == [3])
        }
    }
}
