import ApusTesting
import SNS
import Testing
import Wire

@Suite struct PublishTests {
    private func text(_ apus: TestApus, _ input: JSON) async throws -> String? {
        try await apus.failure("sns:Publish", input)?.message
    }

    @Test func aQueueGetsTheMessageInAnEnvelope() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            let subscription = try await apus.subscribe(arn, TestApus.queue("q"))
            let id = try await apus.publish(
                arn, "21 °C \"now\"",
                [
                    "Subject": "[Subject] Test",
                    "MessageAttributes": ["n": ["DataType": "Number", "StringValue": "1"]],
                ])["MessageId"]
            let arrivals = try await apus.arrivals()
            #expect(arrivals.count == 1)
            let envelope = arrivals[0].json
            #expect(
                envelope.object?.names == [
                    "Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion",
                    "Signature", "SigningCertURL", "UnsubscribeURL", "MessageAttributes",
                ])
            #expect(envelope["MessageId"] == id)
            #expect(envelope["Message"] == "21 °C \"now\"")
            #expect(envelope["Timestamp"] == "2026-01-01T00:00:00.000Z")
            #expect(envelope["MessageAttributes"] == ["n": ["Type": "Number", "Value": "1"]])
            #expect(
                envelope["UnsubscribeURL"]?.string?.hasSuffix(
                    "/?Action=Unsubscribe&SubscriptionArn=\(subscription)") == true)
            #expect(arrivals[0].text.hasPrefix("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : "))
            #expect(arrivals[0].action == "sqs:SendMessage")
        }
    }

    @Test func aRawCopyIsTheMessageWithItsAttributes() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            try await apus.subscribe(arn, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "true"])
            try await apus.publish(
                arn, "plain",
                [
                    "MessageAttributes": [
                        "store": ["DataType": "Binary", "BinaryValue": "AgME"],
                        "n": ["DataType": "Number.int", "StringValue": "7"],
                    ]
                ])
            let arrivals = try await apus.arrivals()
            #expect(arrivals.map(\.text) == ["plain"])
            #expect(
                arrivals[0].parameters == [
                    "MessageAttributes": [
                        "store": ["DataType": "Binary", "BinaryValue": "AgME"],
                        "n": ["DataType": "Number.int", "StringValue": "7"],
                    ]
                ])
        }
    }

    @Test func aFunctionGetsARecord() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            let function = "arn:aws:lambda:eu-central-1:000000000000:function:f"
            let subscription = try await apus.subscribe(arn, function, over: "lambda")
            try await apus.publish(arn, "Hello world.")
            let arrivals = try await apus.arrivals()
            #expect(arrivals.map(\.action) == ["lambda:InvokeFunction"])
            let record = arrivals[0].json["Records"]?.array?.first
            #expect(record?["EventSource"] == "aws:sns")
            #expect(record?["EventSubscriptionArn"] == .string(subscription))
            #expect(
                Set(record?["Sns"]?.object?.names ?? []) == [
                    "Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion",
                    "Signature", "SigningCertUrl", "UnsubscribeUrl", "MessageAttributes",
                ])
            #expect(record?["Sns"]?["Subject"] == .null)
            #expect(record?["Sns"]?["MessageAttributes"] == [:])
        }
    }

    @Test func eachProtocolGetsItsPartOfAJSONMessage() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            try await apus.subscribe(arn, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "true"])
            try await apus.subscribe(
                arn, "http://127.0.0.1/hook", over: "http", ["RawMessageDelivery": "true"])
            try await apus.publish(arn, #"{"default":"all","sqs":"queue"}"#, ["MessageStructure": "json"])
            try await apus.publish(arn, #"{"default":"all"}"#, ["MessageStructure": "json"])
            #expect(try await apus.arrivals().map(\.text) == ["queue", "all"])
            let common: JSONObject = ["TopicArn": .string(arn), "MessageStructure": "json"]
            var input = common
            input["Message"] = "{"
            #expect(
                try await text(apus, .object(input))
                    == "Invalid parameter: Message Structure - JSON message body failed to parse")
            input["Message"] = #"{"sqs":"x"}"#
            #expect(
                try await text(apus, .object(input))
                    == "Invalid parameter: Message Structure - No default entry in JSON message body")
        }
    }

    @Test func limitsAreToldInSNSsWords() async throws {
        try await withSNS { apus in
            let arn = JSON.string(try await apus.topic())
            #expect(
                try await text(apus, ["TopicArn": arn, "Message": ""]) == "Invalid parameter: Empty message")
            let long = JSON.string(String(repeating: "a", count: 262_145))
            #expect(
                try await text(apus, ["TopicArn": arn, "Message": long])
                    == "Invalid parameter: Message too long")
            #expect(
                try await text(
                    apus,
                    ["TopicArn": arn, "Message": "m", "Subject": .string(String(repeating: "s", count: 101))])
                    == "Invalid parameter: Subject")
            #expect(
                try await text(apus, ["TopicArn": arn, "Message": "m", "Subject": "a\nb"])
                    == "Invalid parameter: Subject")
            #expect(
                try await text(apus, ["Message": "m"])
                    == "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")
            try await apus.invoke(
                "sns:Publish", ["TopicArn": arn, "Message": .string(String(repeating: "a", count: 262_144))])
        }
    }

    private static let badAttributes: [(String, JSON, String)] = [
        (
            "a", ["DataType": "Text", "StringValue": "x"],
            "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."
        ),
        (
            "a", ["DataType": "String", "StringValue": ""],
            "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'."
        ),
        (
            "a", ["DataType": "String"],
            "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'."
        ),
        (
            "a", ["DataType": "Binary", "StringValue": "x"],
            "The message attribute 'a' with type 'Binary' must use field 'Binary'."
        ),
        (
            "a", ["DataType": "Number", "StringValue": "x"],
            "Could not cast message attribute 'a' value to number."
        ),
        (
            ".a", ["DataType": "String", "StringValue": "x"],
            "Invalid message attribute name starting with character '.' was found."
        ),
        (
            "a.", ["DataType": "String", "StringValue": "x"],
            "Invalid message attribute name ending with character '.' was found."
        ),
        (
            "a..b", ["DataType": "String", "StringValue": "x"],
            "Message attribute name can not have successive '.' character."
        ),
        (
            "a!", ["DataType": "String", "StringValue": "x"],
            "Invalid non-alphanumeric character '#x21' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots."
        ),
    ]

    @Test(arguments: badAttributes)
    func badAttributesAreRefused(name: String, value: JSON, expected: String) async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            var attributes = JSONObject()
            attributes[name] = value
            let failure = try await apus.failure(
                "sns:Publish",
                ["TopicArn": .string(arn), "Message": "m", "MessageAttributes": .object(attributes)])
            #expect(failure?.code == "ParameterValueInvalid")
            #expect(failure?.message == expected)
        }
    }

    @Test func batchesAreCheckedAsAWhole() async throws {
        try await withSNS { apus in
            let arn = JSON.string(try await apus.topic())
            func failure(_ entries: [JSON]) async throws -> String? {
                try await apus.failure(
                    "sns:PublishBatch", ["TopicArn": arn, "PublishBatchRequestEntries": .array(entries)])?
                    .code
            }
            let entry: JSON = ["Id": "1", "Message": "m"]
            #expect(try await failure([]) == "EmptyBatchRequest")
            #expect(try await failure([entry, entry]) == "BatchEntryIdsNotDistinct")
            #expect(
                try await failure((0..<11).map { ["Id": .string("\($0)"), "Message": "m"] })
                    == "TooManyEntriesInBatchRequest")
            #expect(try await failure([["Id": "a b", "Message": "m"]]) == "InvalidBatchEntryId")
            let big = JSON.string(String(repeating: "a", count: 150_000))
            #expect(
                try await failure([["Id": "1", "Message": big], ["Id": "2", "Message": big]])
                    == "BatchRequestTooLong")
            let absent = try await apus.failure(
                "sns:PublishBatch",
                [
                    "TopicArn": "arn:aws:sns:eu-central-1:000000000000:absent",
                    "PublishBatchRequestEntries": [entry],
                ])
            #expect(absent?.message == "Topic does not exist")
        }
    }

    @Test func aBatchTellsWhichEntriesFailed() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            try await apus.subscribe(arn, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "true"])
            let answer = try await apus.invoke(
                "sns:PublishBatch",
                [
                    "TopicArn": .string(arn),
                    "PublishBatchRequestEntries": [
                        ["Id": "1", "Message": "good"], ["Id": "2", "Message": ""],
                    ],
                ])
            #expect(answer["Successful"]?.array?.map { $0["Id"] } == ["1"])
            #expect(answer["Failed"]?.array?.first?["Code"] == "InvalidParameter")
            #expect(answer["Failed"]?.array?.first?["SenderFault"] == true)
            #expect(try await apus.arrivals().map(\.text) == ["good"])
        }
    }

    @Test func copiesForManyQueuesAllArrive() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            for number in 0..<150 {
                try await apus.subscribe(
                    arn, TestApus.queue("q\(number)"), over: "sqs", ["RawMessageDelivery": "true"])
            }
            try await apus.publish(arn, "one")
            try await apus.publish(arn, "two")
            let arrivals = try await apus.arrivals()
            #expect(arrivals.count == 300)
            #expect(Set(arrivals.map(\.target)).count == 150)
        }
    }

    @Test func publicationsThatWaitTogetherReachEveryQueueInTheirOrder() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            for number in 0..<70 {
                try await apus.subscribe(
                    arn, TestApus.queue("q\(number)"), over: "sqs",
                    ["RawMessageDelivery": number % 2 == 0 ? "true" : "false"])
            }
            let entries: [JSON] = (0..<10).map { number in
                ["Id": .string("e\(number)"), "Message": .string("m\(number)")]
            }
            try await apus.invoke(
                "sns:PublishBatch", ["TopicArn": .string(arn), "PublishBatchRequestEntries": .array(entries)])
            var texts: [String: [String]] = [:]
            for arrival in try await apus.arrivals() {
                texts[arrival.target, default: []].append(arrival.json["Message"]?.string ?? arrival.text)
            }
            #expect(texts.count == 70)
            let expected = (0..<10).map { "m\($0)" }
            #expect(Set(texts.values) == [expected])
        }
    }
}
