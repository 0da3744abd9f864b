import ApusTesting
import SQS
import Testing
import Wire

@Suite struct SendMessageTests {
    @Test func theAnswerNamesTheMessageAndTheDigestOfItsBody() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let sent = try await apus.send("hello", to: url)
            #expect(sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592")
            #expect(sent["MessageId"]?.string?.count == 36)
            #expect(sent["SequenceNumber"] == nil)
            #expect(sent["MD5OfMessageAttributes"] == nil)
        }
    }

    @Test func theDigestOfAttributesIsAWSs() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let text = try await apus.send(
                "msg", to: url, ["MessageAttributes": ["Foo": ["DataType": "String", "StringValue": "Bar"]]])
            #expect(text["MD5OfMessageAttributes"] == "ae7155c6026991b6d54b11589678bf9c")
            let bytes = Base64.encoded(
                Array("traceparent\u{1E}00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01".utf8))
            let binary = try await apus.send(
                "test", to: url,
                ["MessageAttributes": ["attr1": ["DataType": "Binary", "BinaryValue": .string(bytes)]]])
            #expect(binary["MD5OfMessageAttributes"] == "8cbe4db156db8a94db8b801b7addb984")
        }
    }

    @Test func aTraceHeaderHasADigestOfItsOwnAndArrives() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let header = "Root=1-5e3d83c1-e6a0db584850d61342823d4c"
            let sent = try await apus.send(
                "x", to: url,
                [
                    "MessageSystemAttributes": [
                        "AWSTraceHeader": ["DataType": "String", "StringValue": .string(header)]
                    ]
                ])
            #expect(sent["MD5OfMessageSystemAttributes"]?.string?.count == 32)
            let received = try await apus.receive(url, ["AttributeNames": ["AWSTraceHeader"]])
            #expect(received.first?["Attributes"]?["AWSTraceHeader"] == .string(header))
        }
    }

    @Test func anEmptyBodyIsRefused() async throws {
        try await refuses(
            ["MessageBody": ""], "MissingParameter", "The request must contain the parameter MessageBody.")
    }

    @Test func aBodyLongerThanTheQueueAllowsIsRefused() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("small", ["MaximumMessageSize": "1024"])
            try await apus.send(String(repeating: "x", count: 1024), to: url)
            try await expectFailure(
                apus, "sqs:SendMessage",
                ["QueueUrl": .string(url), "MessageBody": .string(String(repeating: "x", count: 1025))],
                "InvalidParameterValue",
                "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.")
        }
    }

    @Test(arguments: ["\u{0}", "a\u{8}", "\u{1F}", "\u{FFFE}", "x\u{FFFF}"])
    func charactersThatXMLCannotCarryAreRefused(body: String) async throws {
        try await refuses(
            ["MessageBody": .string(body)], "InvalidMessageContents",
            """
            Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to \
            #xFFFD | #x10000 to #x10FFFF
            """)
    }

    @Test func everyOtherCharacterArrivesAsItWasSent() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let body = "\t\n\r\"\\ \u{7F} äöü \u{D7FF}\u{E000}\u{FFFD} \u{10000}\u{10FFFF} 👩‍🚀"
            try await apus.send(body, to: url)
            #expect(try await apus.bodies(url) == [body])
        }
    }

    @Test(arguments: [-1, 901]) func aDelayOutOfRangeIsRefused(seconds: Int) async throws {
        try await refuses(
            ["MessageBody": "x", "DelaySeconds": .number(String(seconds))], "InvalidParameterValue",
            "Value \(seconds) for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
        )
    }

    @Test func aDelayedMessageArrivesWhenItsDelayEnds() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("later", ["DelaySeconds": "10"])
            try await apus.send("queue's delay", to: url)
            try await apus.send("own delay", to: url, ["DelaySeconds": 5])
            try await apus.send("no delay", to: url, ["DelaySeconds": 0])
            #expect(try await apus.counts(url) == [1, 0, 2])
            #expect(try await apus.bodies(url) == ["no delay"])
            await apus.advance(by: .milliseconds(4999))
            #expect(try await apus.bodies(url) == [])
            await apus.advance(by: .milliseconds(1))
            #expect(try await apus.bodies(url) == ["own delay"])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.counts(url) == [1, 2, 0])
            #expect(try await apus.bodies(url) == ["queue's delay"])
        }
    }

    @Test func anAttributeWithoutValueIsRefused() async throws {
        try await refuses(
            [
                "MessageBody": "x",
                "MessageAttributes": ["ErrorDetails": ["DataType": "String", "StringValue": ""]],
            ],
            "InvalidParameterValue",
            "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.")
    }

    @Test(arguments: ["AWS.x", "amazon.y", ".a", "a.", "a..b", "ä", "a b", ""])
    func namesThatAttributesMustNotHaveAreRefused(name: String) async throws {
        try await refuses(
            [
                "MessageBody": "x",
                "MessageAttributes": .object([name: ["DataType": "String", "StringValue": "v"]]),
            ],
            "InvalidParameterValue")
    }

    @Test(arguments: ["Text", "string", "Object.String", ""]) func unknownTypesAreRefused(type: String)
        async throws
    {
        try await refuses(
            [
                "MessageBody": "x",
                "MessageAttributes": ["a": ["DataType": .string(type), "StringValue": "v"]],
            ],
            "InvalidParameterValue")
    }

    @Test(arguments: ["twelve", "0x10", "nan", "1e", ""]) func numbersMustBeNumbers(value: String)
        async throws
    {
        try await refuses(
            [
                "MessageBody": "x",
                "MessageAttributes": ["n": ["DataType": "Number", "StringValue": .string(value)]],
            ],
            "InvalidParameterValue")
    }

    @Test func typesOfOnesOwnAndNumbersOfAnyFormAreTaken() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            let attributes: JSON = [
                "a": ["DataType": "String.uuid", "StringValue": "x"],
                "b": ["DataType": "Number.int", "StringValue": "-12.5e3"],
                "c": ["DataType": "Binary.gif", "BinaryValue": "AAE="],
            ]
            try await apus.send("x", to: url, ["MessageAttributes": attributes])
            let received = try await apus.receive(url, ["MessageAttributeNames": ["All"]])
            #expect(received.first?["MessageAttributes"] == attributes)
        }
    }

    @Test func elevenAttributesAreTooMany() async throws {
        var attributes = JSONObject()
        for index in 1...11 { attributes["a\(index)"] = ["DataType": "String", "StringValue": "v"] }
        try await refuses(
            ["MessageBody": "x", "MessageAttributes": .object(attributes)], "InvalidParameterValue",
            "Number of message attributes [11] exceeds the allowed maximum [10].")
    }

    @Test func attributesCountTowardsTheLength() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("small", ["MaximumMessageSize": "1024"])
            let attributes: JSON = ["n": ["DataType": "String", "StringValue": "v"]]
            let more: JSON = ["MessageAttributes": attributes]
            try await apus.send(String(repeating: "x", count: 1024 - 8), to: url, more)
            let long = JSON.string(String(repeating: "x", count: 1024 - 7))
            try await expectFailure(
                apus, "sqs:SendMessage",
                ["QueueUrl": .string(url), "MessageBody": long, "MessageAttributes": attributes],
                "InvalidParameterValue")
        }
    }

    @Test func aStandardQueueTakesGroupsButNoDeduplicationIDs() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue()
            try await apus.send("x", to: url, group: "tenant")
            let received = try await apus.receive(url, ["AttributeNames": ["MessageGroupId"]])
            #expect(received.first?["Attributes"] == ["MessageGroupId": "tenant"])
            try await expectFailure(
                apus, "sqs:SendMessage",
                ["QueueUrl": .string(url), "MessageBody": "x", "MessageDeduplicationId": "1"],
                "InvalidParameterValue",
                """
                Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter \
                that is not valid for this queue type.
                """)
        }
    }

    @Test func aQueueThatIsNotThereIsSaidNotToBe() async throws {
        try await withApus([.sqs]) { apus in
            try await expectFailure(
                apus, "sqs:SendMessage",
                ["QueueUrl": "http://localhost/000000000000/none", "MessageBody": "x"],
                "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
        }
    }

    @Test(arguments: [
        "https://sqs.eu-central-1.amazonaws.com/000000000000/orders",
        "http://localhost:1/000000000000/orders",
        "/000000000000/orders", "http://x/queue/eu-central-1/000000000000/orders",
        "http://eu-central-1.queue.localhost/000000000000/orders/",
    ]) func anyHostInAQueuesURLWillDo(url: String) async throws {
        try await withApus([.sqs]) { apus in
            _ = try await apus.makeQueue()
            try await apus.send("x", to: url)
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    private func refuses(
        _ input: JSONObject, _ code: String, _ message: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withApus([.sqs]) { apus in
            var input = input
            input["QueueUrl"] = .string(try await apus.makeQueue())
            try await expectFailure(
                apus, "sqs:SendMessage", .object(input), code, message, sourceLocation: sourceLocation)
            #expect(try await apus.bodies(input["QueueUrl"]?.string ?? "") == [])
        }
    }
}
