import ApusTesting
import CloudFormation
import CloudWatchLogs
import EventBridge
import Kernel
import S3
import SQS
import Testing
import Wire

/// What buses log of the events that they take, on the whole way to a log group.
@Suite struct BusLogTests {
    private static let bus = TestApus.arn("events", "event-bus/b")
    private static let bucket: JSON = [
        "Bucket": "logs", "CreateBucketConfiguration": ["LocationConstraint": .string(TestApus.region)],
    ]
    private static let services: [ServiceDescriptor] = [
        .cloudWatchLogs, .eventBridge, .s3, .sqs, .cloudFormation, ServiceDescriptor(BusyFunctions.self),
    ]

    private func withLogs(
        _ level: String, _ detail: String? = nil, bus: String = "b", _ body: (TestApus) async throws -> Void
    ) async throws {
        try await withApus(Self.services) { apus in
            var config: JSONObject = ["Level": .string(level)]
            config["IncludeDetail"] = detail.map { .string($0) }
            if bus == "default" {
                try await apus.invoke(
                    "events:UpdateEventBus", ["Name": "default", "LogConfig": .object(config)])
            } else {
                try await apus.invoke(
                    "events:CreateEventBus", ["Name": .string(bus), "LogConfig": .object(config)])
            }
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            try await deliver(apus, bus)
            try await apus.queue("q")
            try await body(apus)
        }
    }

    private func deliver(_ apus: TestApus, _ bus: String) async throws {
        let arn = TestApus.arn("logs", "log-group:g")
        let made = try await apus.invoke(
            "logs:PutDeliveryDestination",
            ["name": "d", "deliveryDestinationConfiguration": ["destinationResourceArn": .string(arn)]])
        for type in ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"] {
            try await apus.invoke(
                "logs:PutDeliverySource",
                [
                    "name": .string(type), "logType": .string(type),
                    "resourceArn": .string(TestApus.arn("events", "event-bus/\(bus)")),
                ])
            try await apus.invoke(
                "logs:CreateDelivery",
                [
                    "deliverySourceName": .string(type),
                    "deliveryDestinationArn": made["deliveryDestination"]?["arn"] ?? "",
                ])
        }
    }

    private func put(_ apus: TestApus, bus: String = "b", _ detail: String = #"{"n":1}"#) async throws -> JSON
    {
        try await apus.invoke(
            "events:PutEvents",
            [
                "Entries": [
                    [
                        "Source": "shop", "DetailType": "order", "Detail": .string(detail),
                        "EventBusName": .string(bus),
                    ]
                ]
            ])
    }

    private func records(_ apus: TestApus) async throws -> [JSON] {
        await apus.settle()
        let found = try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "g"])
        return try (found["events"]?.array ?? []).map { try JSON(parsing: $0["message"]?.string ?? "") }
    }

    private func steps(_ apus: TestApus) async throws -> [String] {
        try await records(apus).compactMap { $0["message_type"]?.string }
    }

    @Test func aTraceTellsEachStepOfAnEvent() async throws {
        try await withLogs("TRACE") { apus in
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), bus: "b")
            let id = try await put(apus)["Entries"]?.array?.first?["EventId"]
            let records = try await records(apus)
            #expect(
                records.compactMap { $0["message_type"]?.string } == [
                    "EVENT_RECEIPT", "EVENT_INGEST_SUCCESS", "RULE_MATCH_START", "RULE_MATCH",
                    "INVOCATION_START", "INVOCATION_ATTEMPT_START", "INVOCATION_ATTEMPT_SUCCESS",
                    "INVOCATION_SUCCESS",
                ])
            #expect(
                records.compactMap { $0["log_level"]?.string } == [
                    "TRACE", "INFO", "TRACE", "INFO", "INFO", "TRACE", "TRACE", "INFO",
                ])
            #expect(records.allSatisfy { $0["event_id"] == id && $0["event_bus_name"] == "b" })
            #expect(records.allSatisfy { $0["resource_arn"] == .string(Self.bus) })
            #expect(Set(records.compactMap { $0["request_id"]?.string }).count == 1)
            #expect(
                records.first?["details"] == [
                    "caller_account_id": .string(TestApus.account),
                    "source_time_ms": .number(String(TestApus.start.milliseconds)), "source": "shop",
                    "detail_type": "order", "resources": [],
                ])
            let invocation = records[3]["details"]?["invocation_ids"]?.array?.first
            #expect(records[4...].allSatisfy { $0["invocation_id"] == invocation })
            #expect(records[3]["details"]?["target_arns"] == [.string(TestApus.arn("sqs", "q"))])
            #expect(records.last?["details"]?["total_attempts"] == 1)
            #expect(records.last?["details"]?["final_invocation_status"] == "SUCCESS")
            #expect(records.last?["details"]?["ingestion_to_success_latency_ms"] == 0)
        }
    }

    @Test func informationLeavesTheSmallStepsOut() async throws {
        try await withLogs("INFO") { apus in
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), bus: "b")
            _ = try await put(apus)
            #expect(
                try await steps(apus) == [
                    "EVENT_INGEST_SUCCESS", "RULE_MATCH", "INVOCATION_START", "INVOCATION_SUCCESS",
                ])
        }
    }

    @Test func anEventThatNoRuleTakesIsToldToHaveNone() async throws {
        try await withLogs("INFO") { apus in
            _ = try await put(apus)
            #expect(try await steps(apus) == ["EVENT_INGEST_SUCCESS", "NO_STANDARD_RULES_MATCHED"])
        }
    }

    @Test func anErrorLogTellsFailuresAlone() async throws {
        try await withLogs("ERROR") { apus in
            try await apus.rule("r", to: TestApus.arn("sqs", "q"), bus: "b")
            _ = try await put(apus)
            #expect(try await steps(apus) == [])
            try await apus.rule("s", to: TestApus.arn("sqs", "missing"), bus: "b")
            _ = try await put(apus)
            let records = try await records(apus)
            #expect(
                records.compactMap { $0["message_type"]?.string } == [
                    "INVOCATION_ATTEMPT_PERMANENT_FAILURE", "INVOCATION_FAILURE",
                ])
            #expect(records.last?["error"]?["aws_service"] == "sqs")
            #expect(records.last?["error"]?["error_message"]?.string?.isEmpty == false)
        }
    }

    @Test func attemptsAndTheDeadLetterAreTold() async throws {
        try await withLogs("INFO") { apus in
            try await apus.queue("dead")
            try await apus.rule(
                "r", to: TestApus.arn("lambda", "function:busy-9999"), bus: "b",
                [
                    "RetryPolicy": ["MaximumRetryAttempts": 1],
                    "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                ])
            _ = try await put(apus)
            await apus.advance(by: .seconds(3600))
            #expect(
                try await steps(apus) == [
                    "EVENT_INGEST_SUCCESS", "RULE_MATCH", "INVOCATION_START", "INVOCATION_ATTEMPT_THROTTLE",
                    "INVOCATION_THROTTLE_START", "INVOCATION_ATTEMPT_THROTTLE", "INVOCATION_FAILURE",
                    "INVOCATION_DLQ",
                ])
            let last = try await records(apus).last
            #expect(last?["details"]?["total_attempts"] == 2)
            #expect(last?["details"]?["ingestion_to_complete_latency_ms"] == nil)
            #expect(last?["error"]?["error_message"] == "Rate exceeded")
        }
    }

    @Test func detailsTellTheEventAndWhatItsTargetGets() async throws {
        try await withLogs("TRACE", "FULL") { apus in
            try await apus.rule(
                "r", to: TestApus.arn("sqs", "q"), bus: "b", ["InputPath": "$.detail"])
            _ = try await put(apus)
            let records = try await records(apus)
            #expect(records.first?["details"]?["event_detail"] == #"{"n":1}"#)
            let start = records.first { $0["message_type"] == "INVOCATION_START" }
            #expect(start?["details"]?["target_input"] == #"{"n":1}"#)
            try await apus.invoke(
                "events:UpdateEventBus",
                ["Name": "b", "LogConfig": ["Level": "TRACE", "IncludeDetail": "NONE"]])
            _ = try await put(apus)
            let later = try await self.records(apus).dropFirst(records.count)
            #expect(later.count == records.count)
            #expect(later.allSatisfy { $0["details"]?["event_detail"] == nil })
            #expect(later.allSatisfy { $0["details"]?["target_input"] == nil })
        }
    }

    @Test func aRecordThatIsTooLongNamesWhatItLeavesOut() async throws {
        try await withLogs("INFO", "FULL") { apus in
            let detail = #"{"n":"\#(String(repeating: "\"", count: 400_000).replacing("\"", with: "\\\""))"}"#
            _ = try await put(apus, detail)
            let record = try #require(try await records(apus).first)
            #expect(record["details"]?["event_detail"] == nil)
            #expect(record["dropped_fields"] == ["event_detail"])
        }
    }

    @Test func anEntryThatIsRefusedIsAFailure() async throws {
        try await withLogs("ERROR") { apus in
            _ = try await put(apus, "no JSON")
            let records = try await records(apus)
            #expect(records.compactMap { $0["message_type"]?.string } == ["EVENT_INGEST_FAILURE"])
            #expect(records.first?["error"]?["error_message"] == "Detail is malformed.")
        }
    }

    @Test func whatABusLogsIsToldAndChanged() async throws {
        try await withLogs("INFO", "FULL") { apus in
            let config = try await apus.invoke("events:DescribeEventBus", ["Name": "b"])["LogConfig"]
            #expect(config == ["IncludeDetail": "FULL", "Level": "INFO"])
            let changed = try await apus.invoke(
                "events:UpdateEventBus", ["Name": "b", "LogConfig": ["Level": "OFF"]])
            #expect(changed["LogConfig"] == ["Level": "OFF"])
            _ = try await put(apus)
            #expect(try await steps(apus) == [])
            let kept = try await apus.invoke("events:UpdateEventBus", ["Name": "b", "Description": "d"])
            #expect(kept["LogConfig"] == ["Level": "OFF"])
        }
    }

    @Test func manyDeliveriesAreLoggedOnceEach() async throws {
        try await withLogs("INFO") { apus in
            for number in 0..<16 {
                try await apus.rule("r\(number)", to: TestApus.arn("sqs", "q"), bus: "b")
                for more in 0..<4 {
                    try await apus.invoke(
                        "events:PutTargets",
                        [
                            "Rule": .string("r\(number)"), "EventBusName": "b",
                            "Targets": [
                                ["Id": .string("t\(more)"), "Arn": .string(TestApus.arn("sqs", "q"))]
                            ],
                        ])
                }
            }
            _ = try await put(apus)
            let steps = try await steps(apus)
            let targets = try await apus.messages("q").count
            #expect(targets > 64)
            #expect(steps.count { $0 == "EVENT_INGEST_SUCCESS" } == 1)
            #expect(steps.count { $0 == "RULE_MATCH" } == 16)
            #expect(steps.count { $0 == "INVOCATION_START" } == targets)
            #expect(steps.count { $0 == "INVOCATION_SUCCESS" } == targets)
        }
    }

    @Test func aScheduledEventIsLoggedByItsBus() async throws {
        try await withLogs("INFO", bus: "default") { apus in
            try await apus.invoke(
                "events:PutRule", ["Name": "clock", "ScheduleExpression": "rate(1 minute)"])
            try await apus.put(TestApus.arn("sqs", "q"), on: "clock")
            await apus.advance(by: .seconds(60))
            #expect(
                try await steps(apus) == [
                    "EVENT_INGEST_SUCCESS", "RULE_MATCH", "INVOCATION_START", "INVOCATION_SUCCESS",
                ])
        }
    }

    @Test func aLogInABucketThatTellsTheBusDoesNotLogItself() async throws {
        try await withLogs("TRACE", bus: "default") { apus in
            try await apus.invoke("s3:CreateBucket", Self.bucket)
            try await apus.invoke(
                "s3:PutBucketNotificationConfiguration",
                ["Bucket": "logs", "NotificationConfiguration": ["EventBridgeConfiguration": [:]]])
            let made = try await apus.invoke(
                "logs:PutDeliveryDestination",
                [
                    "name": "e",
                    "deliveryDestinationConfiguration": ["destinationResourceArn": "arn:aws:s3:::logs"],
                ])
            try await apus.invoke(
                "logs:CreateDelivery",
                [
                    "deliverySourceName": "INFO_LOGS",
                    "deliveryDestinationArn": made["deliveryDestination"]?["arn"] ?? "",
                ])
            try await apus.rule("r", #"{"source":["aws.s3"]}"#, to: TestApus.arn("sqs", "q"))
            _ = try await put(apus, bus: "default")
            await apus.advance(by: .seconds(300))
            let count = try await records(apus).count
            let events = try await apus.events("q")
            #expect(events.map { $0["detail"]?["requester"] } == ["delivery.logs.amazonaws.com"])
            await apus.advance(by: .seconds(86_400))
            #expect(try await records(apus).count == count)
            #expect(try await apus.events("q") == [])
        }
    }

    @Test func aTemplateMakesABusWithItsLogs() async throws {
        try await withApus(Self.services) { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            let template = Self.template(level: "INFO")
            try await apus.invoke(
                "cloudformation:CreateStack",
                ["StackName": "s", "TemplateBody": .string(template.text)])
            await apus.advance(by: .seconds(60))
            _ = try await put(apus)
            #expect(try await steps(apus) == ["EVENT_INGEST_SUCCESS", "NO_STANDARD_RULES_MATCHED"])
            let changed = Self.template(level: "ERROR")
            try await apus.invoke(
                "cloudformation:UpdateStack",
                ["StackName": "s", "TemplateBody": .string(changed.text)])
            await apus.advance(by: .seconds(60))
            _ = try await put(apus)
            #expect(try await steps(apus).count == 2)
            let delivery = try await apus.invoke("logs:DescribeDeliveries")["deliveries"]?.array?.first
            #expect(delivery?["recordFields"] == ["message_type", "event_id"])
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.advance(by: .seconds(60))
            for (operation, member) in [
                ("DescribeDeliveries", "deliveries"), ("DescribeDeliverySources", "deliverySources"),
                ("DescribeDeliveryDestinations", "deliveryDestinations"),
            ] {
                #expect(try await apus.invoke("logs:\(operation)")[member] == [])
            }
            // The policy that AWS makes for a delivery belongs to no template.
            let policies = try await apus.invoke("logs:DescribeResourcePolicies")["resourcePolicies"]?.array
            #expect(policies?.compactMap { $0["policyName"]?.string } == ["AWSLogDeliveryWrite20150319"])
        }
    }

    private static func template(level: String) -> JSON {
        [
            "Resources": [
                "Bus": [
                    "Type": "AWS::Events::EventBus",
                    "Properties": [
                        "Name": "b", "LogConfig": ["Level": .string(level), "IncludeDetail": "NONE"],
                    ],
                ],
                "Policy": [
                    "Type": "AWS::Logs::ResourcePolicy",
                    "Properties": [
                        "PolicyName": "own",
                        "PolicyDocument": """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                        "Principal":{"Service":"delivery.logs.amazonaws.com"},\
                        "Action":"logs:PutLogEvents","Resource":"*"}]}
                        """,
                    ],
                ],
                "Source": [
                    "Type": "AWS::Logs::DeliverySource",
                    "Properties": [
                        "Name": "s", "LogType": "INFO_LOGS", "ResourceArn": ["Fn::GetAtt": ["Bus", "Arn"]],
                    ],
                ],
                "Destination": [
                    "Type": "AWS::Logs::DeliveryDestination",
                    "Properties": [
                        "Name": "d", "OutputFormat": "json",
                        "DestinationResourceArn": .string(TestApus.arn("logs", "log-group:g")),
                        "Tags": [["Key": "team", "Value": "x"]],
                    ],
                ],
                "Delivery": [
                    "Type": "AWS::Logs::Delivery",
                    "Properties": [
                        "DeliverySourceName": ["Ref": "Source"],
                        "DeliveryDestinationArn": ["Fn::GetAtt": ["Destination", "Arn"]],
                        "RecordFields": ["message_type", "event_id"],
                    ],
                ],
            ]
        ]
    }
}
