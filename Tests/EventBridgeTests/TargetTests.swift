import ApusTesting
import CloudWatchLogs
import EventBridge
import Kernel
import SNS
import SQS
import Testing
import Wire

@Suite struct TargetTests {
    private func body(_ settings: JSON, _ detail: String = #"{"id":7,"who":"ada"}"#) async throws -> String? {
        var body: String?
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), settings)
            try await apus.put(detail)
            let bodies = try await apus.bodies("q")
            #expect(bodies.count == 1)
            body = bodies.first
        }
        return body
    }

    @Test func aTargetGetsConstantInput() async throws {
        #expect(try await body(["Input": #"{"a": 1}"#]) == #"{"a": 1}"#)
    }

    @Test func aTargetGetsAPartOfTheEvent() async throws {
        #expect(try await body(["InputPath": "$.detail"]) == #"{"id":7,"who":"ada"}"#)
        #expect(try await body(["InputPath": "$.detail.who"]) == #""ada""#)
    }

    /// Inside of quotes a template is filled with the value as it is.
    @Test func anEventWhoseValueBreaksTheTemplateBecomesADeadLetter() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            try await apus.queue("dead")
            let transformer: JSON = [
                "InputPathsMap": ["who": "$.detail.who"], "InputTemplate": #"{"text": "by <who>"}"#,
            ]
            let letters: JSON = ["Arn": .string(TestApus.arn("sqs", "dead"))]
            try await apus.rule(
                "r", to: TestApus.arn("sqs", "q"),
                ["InputTransformer": transformer, "DeadLetterConfig": letters])
            try await apus.put(#"{"who":"\"ada\""}"#)
            try await apus.put(#"{"who":"ada"}"#)
            #expect(try await apus.bodies("q") == [#"{"text": "by ada"}"#])
            let letter = try await apus.messages("dead").first
            #expect(
                letter?["MessageAttributes"]?["ERROR_CODE"]?["StringValue"] == "INVALID_JSON")
        }
    }

    @Test func aTargetGetsWhatATransformerMakes() async throws {
        let transformer: JSON = [
            "InputPathsMap": ["id": "$.detail.id", "who": "$.detail.who"],
            "InputTemplate": #"{"order": <id>, "text": "by <who>"}"#,
        ]
        #expect(try await body(["InputTransformer": transformer]) == #"{"order": 7, "text": "by ada"}"#)
    }

    @Test func aTransformerKnowsTheRuleAndTheEvent() async throws {
        let names: JSON = [
            "InputTemplate":
                #""<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>""#
        ]
        #expect(
            try await body(["InputTransformer": names])
                == "\"\(TestApus.arn("events", "rule/r")) r 2026-01-01T00:00:00Z\"")
        let event: JSON = [
            "InputTemplate":
                #"{"originalEvent": <aws.events.event>, "originalEventJson": <aws.events.event.json>}"#
        ]
        let both = try JSON(parsing: try await body(["InputTransformer": event]) ?? "")
        #expect(
            both["originalEvent"]?.object?.names == [
                "id", "account", "detailType", "time", "source", "region", "resources", "version",
            ])
        #expect(both["originalEventJson"]?["detail"] == ["id": 7, "who": "ada"])
    }

    @Test func aFIFOQueueGetsTheGroup() async throws {
        try await withBuses { apus in
            try await apus.queue("q.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"])
            try await apus.rule(
                "r", to: TestApus.arn("sqs", "q.fifo"), ["SqsParameters": ["MessageGroupId": "g"]])
            try await apus.put(["TraceHeader": "Root=1-2-3"])
            let messages = try await apus.messages("q.fifo")
            #expect(messages.first?["Attributes"]?["MessageGroupId"] == "g")
            #expect(messages.first?["Attributes"]?["AWSTraceHeader"] == "Root=1-2-3")
        }
    }

    @Test func aTopicPublishesTheEvent() async throws {
        try await withApus([.sqs, .sns, .eventBridge]) { apus in
            try await apus.queue("q")
            let topic = try await apus.invoke("sns:CreateTopic", ["Name": "t"])["TopicArn"]
            try await apus.invoke(
                "sns:Subscribe",
                [
                    "TopicArn": topic ?? "", "Protocol": "sqs",
                    "Endpoint": .string(TestApus.arn("sqs", "q")),
                    "Attributes": ["RawMessageDelivery": "true"],
                ])
            try await apus.rule("r", to: topic?.string ?? "")
            try await apus.put(#"{"n":1}"#)
            #expect(try await apus.events("q").map { $0["detail"] } == [["n": 1]])
        }
    }

    @Test(arguments: [1, 12], ["true", "false"])
    func aTopicCopiesEveryEventToEachOfItsQueues(_ queues: Int, isRaw: String) async throws {
        try await withApus([.sqs, .sns, .eventBridge]) { apus in
            let topic = try await apus.invoke("sns:CreateTopic", ["Name": "t"])["TopicArn"]
            for number in 0..<queues {
                try await apus.queue("q\(number)")
                try await apus.invoke(
                    "sns:Subscribe",
                    [
                        "TopicArn": topic ?? "", "Protocol": "sqs",
                        "Endpoint": .string(TestApus.arn("sqs", "q\(number)")),
                        "Attributes": ["RawMessageDelivery": .string(isRaw)],
                    ])
            }
            try await apus.rule("r", to: topic?.string ?? "")
            for number in 0..<40 { try await apus.put(#"{"n":\#(number)}"#) }
            await apus.advance(by: .seconds(0))
            for number in 0..<queues {
                let answer = try await apus.invoke(
                    "sqs:GetQueueAttributes",
                    [
                        "QueueUrl": .string(try await apus.queue("q\(number)")),
                        "AttributeNames": ["ApproximateNumberOfMessages"],
                    ])
                #expect(answer["Attributes"]?["ApproximateNumberOfMessages"] == "40")
            }
        }
    }

    @Test func aLogGroupKeepsTheEvent() async throws {
        try await withApus([.sqs, .cloudWatchLogs, .eventBridge]) { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "/events"])
            let target = TestApus.arn("logs", "log-group:/events:*")
            try await apus.rule("r", to: target)
            try await apus.rule(
                "s", to: target,
                [
                    "InputTransformer": [
                        "InputPathsMap": ["time": "$.time", "n": "$.detail.n"],
                        "InputTemplate": #"{"timestamp": <time>, "message": "n <n>"}"#,
                    ]
                ])
            let id = try #require(try await apus.put(#"{"n":1}"#)["EventId"]?.string)
            let found = try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "/events"])
            let messages = (found["events"]?.array ?? []).compactMap { $0["message"]?.string }
            #expect(messages.count == 2)
            #expect(messages.contains { $0.contains(id) })
            #expect(messages.contains("n 1"))
        }
    }

    @Test func anotherBusGetsTheEventAsItIsButPassesItNotOnAgain() async throws {
        try await withBuses { apus in
            for queue in ["q", "dead"] { try await apus.queue(queue) }
            for bus in ["two", "three"] {
                try await apus.invoke("events:CreateEventBus", ["Name": .string(bus)])
            }
            try await apus.rule("r", to: TestApus.arn("events", "event-bus/two"))
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), bus: "two")
            try await apus.rule(
                "s", to: TestApus.arn("events", "event-bus/three"), bus: "two",
                ["DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))]])
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), bus: "three")
            let id = try await apus.put(#"{"n":1}"#)["EventId"]
            #expect(try await apus.events("q").map { $0["id"] } == [id])
            let letters = try await apus.messages("dead")
            #expect(
                letters.first?["MessageAttributes"]?["ERROR_CODE"]?["StringValue"]
                    == "THIRD_ACCOUNT_HOP_DETECTED")
        }
    }

    /// The envelope around a detail of the greatest depth is deeper than what is read.
    @Test func anEventTooDeepForItsTargetIsADeadLetterAndItsNeighbourArrives() async throws {
        try await withBuses { apus in
            for queue in ["q", "dead"] { try await apus.queue(queue) }
            try await apus.rule("a", to: TestApus.arn("sqs", "q"))
            try await apus.rule(
                "b", to: TestApus.arn("sqs", "q"),
                [
                    "InputPath": "$.detail",
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                ])
            let depth = JSON.depthMax
            let deep =
                String(repeating: #"{"a":"#, count: depth - 1) + "{}"
                + String(repeating: "}", count: depth - 1)
            #expect(try await apus.put(deep)["EventId"] != nil)
            #expect(try await apus.messages("q").count == 1)
            let letter = try #require(try await apus.messages("dead").first)
            #expect(letter["MessageAttributes"]?["ERROR_CODE"]?["StringValue"] == "INVALID_JSON")
        }
    }

    @Test func whatCannotArriveIsADeadLetterThatSaysWhy() async throws {
        try await withBuses { apus in
            try await apus.queue("dead")
            try await apus.rule(
                "r", to: TestApus.arn("sqs", "none"),
                [
                    "InputPath": "$.detail",
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                ])
            try await apus.put(#"{"n":1}"#)
            let letter = try #require(try await apus.messages("dead").first)
            let attributes = letter["MessageAttributes"]
            func attribute(_ name: String) -> String? { attributes?[name]?["StringValue"]?.string }
            #expect(attribute("RULE_ARN") == TestApus.arn("events", "rule/r"))
            #expect(attribute("TARGET_ARN") == TestApus.arn("sqs", "none"))
            #expect(attribute("ERROR_CODE") == "NO_RESOURCE")
            #expect(attribute("ERROR_MESSAGE")?.isEmpty == false)
            #expect(attribute("RETRY_ATTEMPTS") == "0")
            #expect(attributes?["EXHAUSTED_RETRY_CONDITION"] == nil)
            // The letter holds the event, not what the target would have got.
            let event = try JSON(parsing: letter["Body"]?.string ?? "")
            #expect(event["detail"] == ["n": 1])
        }
    }

    @Test func anEventThatATemplateCannotTakeIsADeadLetter() async throws {
        try await withBuses { apus in
            for queue in ["q", "dead"] { try await apus.queue(queue) }
            try await apus.rule(
                "r", to: TestApus.arn("sqs", "q"),
                [
                    "InputTransformer": [
                        "InputPathsMap": ["list": "$.detail.list"], "InputTemplate": #"{"a": "<list>"}"#,
                    ],
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                ])
            try await apus.put(#"{"list":[1]}"#)
            #expect(try await apus.bodies("q") == [])
            let letter = try await apus.messages("dead").first
            #expect(letter?["MessageAttributes"]?["ERROR_CODE"]?["StringValue"] == "INVALID_JSON")
        }
    }
}
