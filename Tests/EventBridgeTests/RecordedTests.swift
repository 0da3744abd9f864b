import ApusTesting
import SharedVectors
import Testing
import Wire

/// What AWS itself answered, where the recordings are at hand (`APUS_SHARED`, or beside the repository).
@Suite struct RecordedTests {
    private static let recordings = Recordings(of: "events")
    private static let patterns = "event-patterns.json"

    private func compare(
        _ apus: TestApus, _ action: String, _ input: JSON, _ test: String, _ step: String,
        replacing names: [String: String] = [:]
    ) async throws {
        let recorded = try Self.recordings.error(test, step).replacing(names)
        let failure = try await apus.failure("events:\(action)", input)
        #expect(failure?.code == recorded.code, "\(test)")
        #expect(failure?.message == recorded.message, "\(test)")
    }

    @Test(.enabled(if: recordings.arePresent)) func errorsAreThoseOfAWS() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "b"])
            try await compare(
                apus, "CreateEventBus", ["Name": "b"],
                "TestEventBus::test_create_multiple_event_buses_same_name",
                "create-multiple-event-buses-same-name", replacing: ["<bus-name>": "b"])
            try await compare(
                apus, "DeleteEventBus", ["Name": "default"], "TestEventBus::test_delete_default_event_bus",
                "delete-default-event-bus-error")
            let large = #"{"a":""# + String(repeating: "x", count: 1_048_576) + #""}"#
            try await compare(
                apus, "PutEvents",
                ["Entries": [["Source": "a", "DetailType": "b", "Detail": .string(large)]]],
                "TestEvents::test_put_event_with_too_big_detail", "put-events-too-big-detail-error")
            try await apus.invoke("events:PutRule", ["Name": "r", "EventPattern": #"{"source":["a"]}"#])
            let target = TestApus.target(
                TestApus.arn("sqs", "q"),
                ["InputTransformer": ["InputTemplate": "{\"a\": <notdefinedkey>}"]])
            try await compare(
                apus, "PutTargets", ["Rule": "r", "Targets": [target]],
                "TestInputTransformer::test_put_events_with_input_transformer_missing_keys",
                "missing-key-exception-error", replacing: ["<target-id>": "t"])
            for expression in [
                "cron(0 1 * * * *)", "cron(0 dummy ? * MON-FRI *)", "cron(7 20 * * NOT *)",
                "cron(71 8 1 * ? *)", "cron(INVALID)",
            ] {
                try await compare(
                    apus, "PutRule", ["Name": "s", "ScheduleExpression": .string(expression)],
                    "TestScheduleCron::tests_put_rule_with_invalid_schedule_cron[\(expression)]",
                    "invalid-put-rule")
            }
            try await compare(
                apus, "PutRule",
                ["Name": "s", "EventBusName": "b", "ScheduleExpression": "rate(1 minute)"],
                "TestScheduleRate::tests_put_rule_with_schedule_custom_event_bus",
                "put-rule-with-custom-event-bus-error")
        }
    }

    @Test(.enabled(if: recordings.arePresent)) func malformedDetailsAreToldAsAWSDoes() async throws {
        let details = [
            "ARRAY": "[1]", "MALFORMED_JSON": "{\"a\":", "SERIALIZED_STRING": "\"{\\\"a\\\":1}\"",
            "STRING": "text",
        ]
        try await withBuses { apus in
            for (name, detail) in details {
                let recorded = try Self.recordings.answer(
                    "TestEvents::test_put_event_malformed_detail[\(name)]", "put-events")
                let answer = try await apus.invoke(
                    "events:PutEvents",
                    ["Entries": [["Source": "a", "DetailType": "b", "Detail": .string(detail)]]])
                #expect(answer["Entries"] == recorded["Entries"])
                #expect(answer["FailedEntryCount"] == 1)
            }
        }
    }

    @Test(.enabled(if: recordings.arePresent)) func answersHaveTheFieldsThatAWSGives() async throws {
        try await withBuses { apus in
            try await apus.rule("r", #"{"source":["a"]}"#, to: TestApus.arn("sqs", "q"))
            let test = try Self.recordings.situation(
                "TestEventRule::test_put_list_with_prefix_describe_delete_rule[default]")
            func names(_ value: JSON?) -> Set<String> {
                Set(value?.object?.names ?? []).subtracting(["ResponseMetadata"])
            }
            let rule = try await apus.invoke("events:DescribeRule", ["Name": "r"])
            #expect(names(rule) == names(test["describe-rule"]))
            let list = try await apus.invoke("events:ListRules")
            #expect(names(list) == names(test["list-rules"]))
            #expect(
                names(list["Rules"]?.array?.first) == names(test["list-rules"]?["Rules"]?.array?.first))
            try await apus.invoke("events:CreateEventBus", ["Name": "b"])
            let buses = try await apus.invoke("events:ListEventBuses", ["NamePrefix": "b"])
            let recorded = try Self.recordings.answer(
                "TestEventBus::test_list_event_buses_with_limit", "list-event-buses-limit-next-token")
            #expect(
                names(buses["EventBuses"]?.array?.first)
                    == names(recorded["EventBuses"]?.array?.first))
        }
    }

    /// Each case is put as an event where its envelope can be put, and tried by `TestEventPattern` otherwise.
    @Test(.enabled(if: SharedVectors.has(patterns))) func patternsDecideAsAWSDecided() async throws {
        try await withBuses { apus in
            try await apus.queue("q")
            for entry in try SharedVectors.document(Self.patterns).array ?? [] {
                let name = entry["name"]?.string ?? ""
                let pattern = JSON.string(entry["pattern"]?.text ?? "")
                let failure = try await apus.failure(
                    "events:PutRule", ["Name": "r", "EventPattern": pattern])
                guard entry["expect"] != "refused" else {
                    #expect(failure?.code == "InvalidEventPatternException", "\(name)")
                    continue
                }
                #expect(failure == nil, "\(name)")
                try await apus.put(TestApus.arn("sqs", "q"), on: "r")
                let event = entry["event"]?.object ?? JSONObject()
                guard let source = event["source"]?.string, let type = event["detail-type"]?.string,
                    let detail = event["detail"],
                    entry["pattern"]?.object?.names.allSatisfy({
                        ["source", "detail-type", "detail"].contains($0)
                    }) == true
                else {
                    try await tryPattern(apus, entry, pattern)
                    continue
                }
                try await apus.put(detail.text, source: source, type: type)
                let count = try await apus.bodies("q").count
                #expect(count == (entry["expect"] == "match" ? 1 : 0), "\(name)")
            }
        }
    }

    private func tryPattern(_ apus: TestApus, _ entry: JSON, _ pattern: JSON) async throws {
        var event = entry["event"]?.object ?? JSONObject()
        for name in ["id", "account", "source", "time", "region", "detail-type"] where event[name] == nil {
            return
        }
        if event["resources"] == nil { event["resources"] = [] }
        let answer = try await apus.invoke(
            "events:TestEventPattern",
            ["EventPattern": pattern, "Event": .string(JSON.object(event).text)])
        #expect(answer["Result"] == .bool(entry["expect"] == "match"), "\(entry["name"]?.text ?? "")")
    }
}
