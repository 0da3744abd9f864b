import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct ReceiveMessageTests {
    @Test func aMessageReturnsWhenItsVisibilityTimeoutEnds() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("reading", to: url)
            let first = try await apus.receive(url)
            #expect(try await apus.receive(url).isEmpty)
            await apus.advance(by: .milliseconds(29_999))
            #expect(try await apus.receive(url).isEmpty)
            await apus.advance(by: .milliseconds(1))
            let second = try await apus.receive(url)
            #expect(second.first?["MessageId"] == first.first?["MessageId"])
            #expect(second.first?["ReceiptHandle"] != first.first?["ReceiptHandle"])
        }
    }

    @Test func messagesComeInTheOrderInWhichTheyWereSent() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            for index in 0..<25 { try await apus.send("\(index)", to: url) }
            var bodies: [String] = []
            for _ in 0..<3 { bodies += try await apus.bodies(url) }
            #expect(bodies == (0..<25).map(String.init))
        }
    }

    @Test func oneMessageComesUnlessMoreAreAskedFor() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            for body in ["a", "b"] { try await apus.send(body, to: url) }
            let received = try await apus.invoke("sqs:ReceiveMessage", ["QueueUrl": .string(url)])["Messages"]?.array
            #expect(received?.count == 1)
        }
    }

    @Test func aMessageHoldsBodyDigestIDAndHandleOnly() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("x", to: url, ["MessageAttributes": ["a": ["DataType": "String", "StringValue": "v"]]])
            let received = try await apus.receive(url)
            #expect(Set(received.first?.object?.names ?? []) == ["MessageId", "ReceiptHandle", "MD5OfBody", "Body"])
        }
    }

    @Test func systemAttributesComeByName() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("q", ["VisibilityTimeout": "0"])
            try await apus.send("x", to: url)
            let all = try await apus.receive(url, ["AttributeNames": ["All"]]).first?["Attributes"] ?? [:]
            let start = String(TestApus.start.milliseconds)
            #expect(
                all.texts == [
                    "SenderId": "000000000000", "SentTimestamp": start, "ApproximateReceiveCount": "1",
                    "ApproximateFirstReceiveTimestamp": start,
                ])
            await apus.advance(by: .seconds(1))
            let one = try await apus.receive(url, ["MessageSystemAttributeNames": ["ApproximateReceiveCount"]])
            #expect(one.first?["Attributes"] == ["ApproximateReceiveCount": "2"])
            try await expectFailure(
                apus, "sqs:ReceiveMessage", ["QueueUrl": .string(url), "AttributeNames": ["Nonsense"]],
                "InvalidAttributeName", "Unknown Attribute Nonsense.")
        }
    }

    @Test(arguments: [
        (["All"], ["a.x", "a.y", "b"]), ([".*"], ["a.x", "a.y", "b"]), (["b"], ["b"]), (["a.*"], ["a.x", "a.y"]),
        (["a.x", "b"], ["a.x", "b"]), (["c"], []), ([], []),
    ]) func messageAttributesComeByNameOrPrefix(names: [String], expected: [String]) async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let value: JSON = ["DataType": "String", "StringValue": "v"]
            try await apus.send("x", to: url, ["MessageAttributes": ["a.x": value, "a.y": value, "b": value]])
            let message = try await apus.receive(
                url, ["MessageAttributeNames": .array(names.map { .string($0) })]
            ).first
            #expect((message?["MessageAttributes"]?.object?.names ?? []).sorted() == expected)
            #expect((message?["MD5OfMessageAttributes"] == nil) == expected.isEmpty)
        }
    }

    @Test(arguments: [0, 11, -1]) func howManyMessagesIsChecked(count: Int) async throws {
        try await refuses(
            "MaxNumberOfMessages", count,
            "Value \(count) for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")
    }

    @Test(arguments: [-1, 21]) func howLongToWaitIsChecked(seconds: Int) async throws {
        try await refuses(
            "WaitTimeSeconds", seconds,
            "Value \(seconds) for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.")
    }

    @Test(arguments: [-1, 43_201]) func howLongToHideIsChecked(seconds: Int) async throws {
        try await refuses(
            "VisibilityTimeout", seconds,
            "Value \(seconds) for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.")
    }

    @Test func aTimeoutOfItsOwnReplacesTheQueues() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("x", to: url)
            #expect(try await apus.bodies(url, ["VisibilityTimeout": 5]) == ["x"])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.bodies(url, ["VisibilityTimeout": 0]) == ["x"])
            #expect(try await apus.bodies(url, ["VisibilityTimeout": 0]) == ["x"])
        }
    }

    @Test func aMessageThatCameBackDoesNotHoldUpTheRest() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("q", ["VisibilityTimeout": "10"])
            try await apus.send("returning", to: url)
            _ = try await apus.receive(url)
            await apus.advance(by: .seconds(5))
            try await apus.send("fresh", to: url)
            await apus.advance(by: .seconds(5))
            try await apus.send("later", to: url)
            await apus.advance(by: .seconds(1))
            #expect(try await apus.bodies(url) == ["fresh", "returning", "later"])
        }
    }

    @Test func oldMessagesAreNotReceivedAndGo() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("q", ["MessageRetentionPeriod": "60"])
            try await apus.send("old", to: url)
            try await apus.send("old and received", to: url)
            _ = try await apus.receive(url, max: 1)
            await apus.advance(by: .seconds(30))
            try await apus.send("young", to: url)
            await apus.advance(by: .seconds(30))
            #expect(try await apus.counts(url) == [1, 0, 0])
            #expect(try await apus.bodies(url) == ["young"])
            await apus.advance(by: .seconds(30))
            #expect(try await apus.counts(url) == [0, 0, 0])
        }
    }

    private func refuses(
        _ parameter: String, _ value: Int, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let input: JSONObject = ["QueueUrl": .string(url), parameter: .number(String(value))]
            try await expectFailure(
                apus, "sqs:ReceiveMessage", .object(input), "InvalidParameterValue", message,
                sourceLocation: sourceLocation)
        }
    }
}
