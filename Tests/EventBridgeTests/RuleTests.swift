import ApusTesting
import Testing
import Wire

@Suite struct RuleTests {
    private func text(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure("events:\(action)", input).map { "\($0.code): \($0.message)" }
    }

    private let pattern: JSON = #"{"source":["a"]}"#

    @Test(arguments: [nil, "orders"] as [String?])
    func aRuleIsPutListedDescribedAndDeleted(bus: String?) async throws {
        try await withBuses { apus in
            if let bus { try await apus.invoke("events:CreateEventBus", ["Name": .string(bus)]) }
            let named: JSON = .string(bus ?? "default")
            let put = try await apus.invoke(
                "events:PutRule", ["Name": "r", "EventBusName": named, "EventPattern": pattern])
            let arn: JSON = .string(TestApus.arn("events", bus.map { "rule/\($0)/r" } ?? "rule/r"))
            #expect(put == ["RuleArn": arn])
            let rule = try await apus.invoke("events:DescribeRule", ["Name": "r", "EventBusName": named])
            #expect(
                rule == [
                    "Name": "r", "Arn": arn, "EventPattern": pattern, "State": "ENABLED",
                    "EventBusName": named, "CreatedBy": .string(TestApus.account),
                ])
            let list = try await apus.invoke("events:ListRules", ["EventBusName": named, "NamePrefix": "r"])
            #expect(
                list["Rules"] == [
                    [
                        "Name": "r", "Arn": arn, "EventPattern": pattern, "State": "ENABLED",
                        "EventBusName": named,
                    ]
                ])
            try await apus.invoke("events:DeleteRule", ["Name": "r", "EventBusName": named])
            try await apus.invoke("events:DeleteRule", ["Name": "r", "EventBusName": named])
            let left = try await apus.invoke("events:ListRules", ["EventBusName": named])
            #expect(left["Rules"] == [])
            #expect(
                try await text(apus, "DescribeRule", ["Name": "r", "EventBusName": named])
                    == "ResourceNotFoundException: Rule r does not exist on EventBus \(bus ?? "default").")
        }
    }

    @Test func aRuleNeedsAValidPattern() async throws {
        try await withBuses { apus in
            #expect(
                try await text(apus, "PutRule", ["Name": "r"])
                    == "ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified."
            )
            let empty = try await text(apus, "PutRule", ["Name": "r", "EventPattern": #"{"a":[]}"#])
            #expect(
                empty?.hasPrefix(
                    "InvalidEventPatternException: Event pattern is not valid. Reason: Empty arrays are not allowed"
                ) == true)
            #expect(
                try await text(
                    apus, "PutRule", ["Name": "r", "EventPattern": pattern, "EventBusName": "none"])
                    == "ResourceNotFoundException: Event bus none does not exist.")
        }
    }

    @Test func whatANewRuleLeavesOutIsGone() async throws {
        try await withBuses { apus in
            try await apus.invoke(
                "events:PutRule",
                ["Name": "r", "EventPattern": pattern, "Description": "d", "State": "DISABLED"])
            try await apus.invoke("events:PutRule", ["Name": "r", "EventPattern": pattern])
            let rule = try await apus.invoke("events:DescribeRule", ["Name": "r"])
            #expect(rule["Description"] == nil)
            #expect(rule["State"] == "ENABLED")
        }
    }

    @Test func targetsArePutListedFoundAndRemoved() async throws {
        try await withBuses { apus in
            let queue = TestApus.arn("sqs", "q")
            try await apus.rule("r1", to: queue)
            try await apus.rule("r0", to: queue)
            try await apus.rule("r2", to: TestApus.arn("sqs", "other"))
            let put = try await apus.invoke(
                "events:PutTargets",
                ["Rule": "r1", "Targets": [TestApus.target(queue, ["InputPath": "$.detail"])]])
            #expect(put == ["FailedEntryCount": 0, "FailedEntries": []])
            let list = try await apus.invoke("events:ListTargetsByRule", ["Rule": "r1"])
            #expect(
                list == ["Targets": [["Id": "t", "Arn": .string(queue), "InputPath": "$.detail"]]])
            let names = try await apus.invoke(
                "events:ListRuleNamesByTarget", ["TargetArn": .string(queue), "Limit": 1])
            #expect(names["RuleNames"] == ["r0"])
            let next = try await apus.invoke(
                "events:ListRuleNamesByTarget",
                ["TargetArn": .string(queue), "Limit": 1, "NextToken": names["NextToken"] ?? ""])
            #expect(next == ["RuleNames": ["r1"]])
            #expect(
                try await text(apus, "DeleteRule", ["Name": "r1"])
                    == "ValidationException: Rule can't be deleted since it has targets.")
            let removed = try await apus.invoke("events:RemoveTargets", ["Rule": "r1", "Ids": ["t", "u"]])
            #expect(
                removed == [
                    "FailedEntryCount": 1,
                    "FailedEntries": [
                        [
                            "TargetId": "u", "ErrorCode": "ResourceNotFoundException",
                            "ErrorMessage": "Rule 'r1' does not have a target with the Id 'u'.",
                        ]
                    ],
                ])
        }
    }

    @Test(
        arguments: [
            (
                ["Arn": "nonsense"],
                "Parameter nonsense is not valid. Reason: Provided Arn is not in correct format."
            ),
            (
                ["Arn": .string(TestApus.arn("sqs", "q.fifo"))],
                "Parameter(s) SqsParameters must be specified for target: t."
            ),
            (
                ["Input": "{}", "InputPath": "$.a"],
                "Only one of Input, InputPath, or InputTransformer must be provided for target t."
            ),
            (["Input": "{"], "JSON syntax error in Input for target t."),
            (
                ["InputTransformer": ["InputTemplate": "\"<notdefinedkey>\""]],
                "InputTemplate for target t contains invalid placeholder notdefinedkey."
            ),
            (["InputPath": "detail"], "InputPath for target t is invalid."),
        ] as [(JSON, String)])
    func aTargetIsChecked(settings: JSON, message: String) async throws {
        try await withBuses { apus in
            try await apus.invoke("events:PutRule", ["Name": "r", "EventPattern": pattern])
            let target = TestApus.target(TestApus.arn("sqs", "q"), settings)
            #expect(
                try await text(apus, "PutTargets", ["Rule": "r", "Targets": [target]])
                    == "ValidationException: \(message)")
        }
    }

    @Test(
        arguments: [
            (["Arn": .string(TestApus.arn("batch", "job-queue/q"))], "a target of the service batch"),
            (["KinesisParameters": ["PartitionKeyPath": "$.a"]], "KinesisParameters"),
        ] as [(JSON, String)])
    func aTargetThatIsNotServedIsRefusedByName(settings: JSON, name: String) async throws {
        try await withBuses { apus in
            try await apus.invoke("events:PutRule", ["Name": "r", "EventPattern": pattern])
            let target = TestApus.target(TestApus.arn("sqs", "q"), settings)
            let refusal = try await text(apus, "PutTargets", ["Rule": "r", "Targets": [target]])
            #expect(refusal?.hasPrefix("NotImplemented: PutTargets with \(name)") == true)
        }
    }

    @Test func aRuleHasAtMostFiveTargets() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:PutRule", ["Name": "r", "EventPattern": pattern])
            let targets = (0..<6).map {
                TestApus.target(TestApus.arn("sqs", "q"), ["Id": .string("t\($0)")])
            }
            #expect(
                try await text(apus, "PutTargets", ["Rule": "r", "Targets": .array(targets)])
                    == "LimitExceededException: The requested resource exceeds the maximum number allowed.")
            let list = try await apus.invoke("events:ListTargetsByRule", ["Rule": "r"])
            #expect(list["Targets"] == [])
        }
    }

    @Test func aPatternIsTried() async throws {
        try await withBuses { apus in
            let event =
                #"{"id":"1","account":"1","source":"a","time":"2026-01-01T00:00:00Z","region":"x","resources":[],"detail-type":"d"}"#
            let match = try await apus.invoke(
                "events:TestEventPattern", ["EventPattern": pattern, "Event": .string(event)])
            #expect(match == ["Result": true])
            let other = try await apus.invoke(
                "events:TestEventPattern",
                ["EventPattern": #"{"source":["b"]}"#, "Event": .string(event)])
            #expect(other == ["Result": false])
            #expect(
                try await text(apus, "TestEventPattern", ["EventPattern": pattern, "Event": "{}"])
                    == "ValidationException: Parameter Event is not valid.")
        }
    }

    @Test func aRuleThatDoesNotExistIsMissedBeforeItsTargetsAreLookedAt() async throws {
        try await withBuses { apus in
            let bucket: JSON = ["Id": "s3", "Arn": "arn:aws:s3:::bucket"]
            let none: JSON = ["Id": "none", "Arn": "bucket"]
            let missed = try await text(apus, "PutTargets", ["Rule": "gone", "Targets": [bucket]])
            #expect(missed == "ResourceNotFoundException: Rule gone does not exist on EventBus default.")
            let malformed = try await text(apus, "PutTargets", ["Rule": "gone", "Targets": [bucket, none]])
            #expect(
                malformed == "ValidationException: Parameter bucket is not valid."
                    + " Reason: Provided Arn is not in correct format.")
        }
    }
}
