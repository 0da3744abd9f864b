import ApusTesting
import CloudWatchLogs
import Kernel
import Testing
import Wire

@Suite struct CloudWatchLogsTests {
    private func put(_ apus: TestApus, _ messages: [String], stream: JSON = "s", after: Int = 0) async throws
    {
        let now = Int(apus.now.milliseconds)
        _ = try await apus.invoke(
            "logs:PutLogEvents",
            [
                "logGroupName": "g", "logStreamName": stream,
                "logEvents": .array(
                    messages.enumerated().map {
                        [
                            "timestamp": .number(String(now + after + $0.offset)),
                            "message": .string($0.element),
                        ]
                    }),
            ])
    }

    private func withGroup(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g", "tags": ["a": "b"]])
            try await apus.invoke("logs:CreateLogStream", ["logGroupName": "g", "logStreamName": "s"])
            try await body(apus)
        }
    }

    private func messages(_ answer: JSON) -> [String] {
        (answer["events"]?.array ?? []).compactMap { $0["message"]?.string }
    }

    @Test func aGroupIsListedWithItsFacts() async throws {
        try await withGroup { apus in
            let group = try await apus.invoke("logs:DescribeLogGroups")["logGroups"]?.array?.first
            #expect(group?["arn"] == "arn:aws:logs:eu-central-1:000000000000:log-group:g:*")
            #expect(group?["logGroupArn"] == "arn:aws:logs:eu-central-1:000000000000:log-group:g")
            #expect(group?["logGroupClass"] == "STANDARD")
            #expect(group?["metricFilterCount"] == 0)
        }
    }

    @Test func aSecondGroupOfTheSameNameIsRefused() async throws {
        try await withGroup { apus in
            let failure = try await apus.failure("logs:CreateLogGroup", ["logGroupName": "g"])
            #expect(failure?.code == "ResourceAlreadyExistsException")
            #expect(failure?.message == "The specified log group already exists")
        }
    }

    @Test func aMissingStreamIsNamedInAWSsWords() async throws {
        try await withGroup { apus in
            let failure = try await apus.failure(
                "logs:PutLogEvents",
                [
                    "logGroupName": "g", "logStreamName": "x",
                    "logEvents": [["timestamp": 1, "message": "m"]],
                ])
            #expect(failure?.code == "ResourceNotFoundException")
            #expect(failure?.message == "The specified log stream does not exist.")
        }
    }

    @Test func aStreamIsReadForwardByTokensUntilTheTokenStays() async throws {
        try await withGroup { apus in
            try await put(apus, ["1", "2", "3"])
            let first = try await apus.invoke(
                "logs:GetLogEvents",
                ["logGroupName": "g", "logStreamName": "s", "startFromHead": true, "limit": 2])
            #expect(messages(first) == ["1", "2"])
            let second = try await apus.invoke(
                "logs:GetLogEvents",
                ["logGroupName": "g", "logStreamName": "s", "nextToken": first["nextForwardToken"] ?? ""])
            #expect(messages(second) == ["3"])
            let third = try await apus.invoke(
                "logs:GetLogEvents",
                ["logGroupName": "g", "logStreamName": "s", "nextToken": second["nextForwardToken"] ?? ""])
            #expect(messages(third) == [])
            #expect(third["nextForwardToken"] == second["nextForwardToken"])
        }
    }

    @Test func theNewestEventsComeFirstUnlessAskedOtherwise() async throws {
        try await withGroup { apus in
            try await put(apus, ["1", "2", "3"])
            let answer = try await apus.invoke(
                "logs:GetLogEvents", ["logGroupName": "g", "logStreamName": "s", "limit": 2])
            #expect(messages(answer) == ["2", "3"])
        }
    }

    @Test(arguments: [
        ("", 4), ("ERROR", 2), ("\"two words\"", 1), ("ERROR -disk", 1), ("?disk ?two", 2),
        ("{ $.level = \"WARN\" }", 1), ("{ $.code >= 500 && $.level = W* }", 1),
        ("{ $.missing NOT EXISTS }", 1),
    ])
    func aPatternFindsWhatItSays(pattern: String, count: Int) async throws {
        try await withGroup { apus in
            try await put(
                apus, ["ERROR disk full", "ERROR net", "two words", #"{"level":"WARN","code":503}"#])
            let answer = try await apus.invoke(
                "logs:FilterLogEvents", ["logGroupName": "g", "filterPattern": .string(pattern)])
            #expect(messages(answer).count == count)
        }
    }

    @Test func aMalformedPatternIsRefused() async throws {
        try await withGroup { apus in
            for pattern in ["{ $.a = }", "{ a = 1 }", "a-b", "{ (($.a = 1) }"] {
                let failure = try await apus.failure(
                    "logs:FilterLogEvents", ["logGroupName": "g", "filterPattern": .string(pattern)])
                #expect(failure?.code == "InvalidParameterException", "\(pattern)")
            }
        }
    }

    @Test func filteringGoesThroughAllStreamsInPagesInTheOrderOfTime() async throws {
        try await withGroup { apus in
            try await apus.invoke("logs:CreateLogStream", ["logGroupName": "g", "logStreamName": "t"])
            try await put(apus, ["a", "c"])
            try await put(apus, ["d"], stream: "t", after: 10)
            let first = try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "g", "limit": 2])
            #expect(messages(first) == ["a", "c"])
            let second = try await apus.invoke(
                "logs:FilterLogEvents", ["logGroupName": "g", "nextToken": first["nextToken"] ?? ""])
            #expect(messages(second) == ["d"])
            #expect(second["nextToken"] == nil)
        }
    }

    @Test func eventsGoWhenTheirRetentionEnds() async throws {
        try await withGroup { apus in
            try await put(apus, ["old"])
            try await apus.invoke("logs:PutRetentionPolicy", ["logGroupName": "g", "retentionInDays": 1])
            await apus.advance(by: .seconds(86_400 + 7200))
            try await put(apus, ["new"])
            #expect(messages(try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "g"])) == ["new"])
        }
    }

    @Test func aDeletedGroupLeavesNothingToTheNextOfItsName() async throws {
        try await withGroup { apus in
            try await put(apus, ["old"])
            try await apus.invoke("logs:DeleteLogGroup", ["logGroupName": "g"])
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            await apus.advance(by: .seconds(60))
            #expect(messages(try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "g"])) == [])
            #expect(try await apus.invoke("logs:ListTagsLogGroup", ["logGroupName": "g"])["tags"] == [:])
        }
    }

    @Test func eventsOutOfOrderAreRefused() async throws {
        try await withGroup { apus in
            let now = Int(apus.now.milliseconds)
            let failure = try await apus.failure(
                "logs:PutLogEvents",
                [
                    "logGroupName": "g", "logStreamName": "s",
                    "logEvents": [
                        ["timestamp": .number("\(now)"), "message": "b"],
                        ["timestamp": .number("\(now - 1)"), "message": "a"],
                    ],
                ])
            #expect(failure?.code == "InvalidParameterException")
        }
    }

    @Test func anEventFromTheFarPastIsLeftOutAndTold() async throws {
        try await withGroup { apus in
            let old = Int((apus.now - .seconds(15 * 86_400)).milliseconds)
            let answer = try await apus.invoke(
                "logs:PutLogEvents",
                [
                    "logGroupName": "g", "logStreamName": "s",
                    "logEvents": [["timestamp": .number("\(old)"), "message": "a"]],
                ])
            #expect(answer["rejectedLogEventsInfo"]?["tooOldLogEventEndIndex"] == 1)
        }
    }
}
