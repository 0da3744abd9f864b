import ApusTesting
import Kernel
import SNS
import Testing
import Wire

@Suite struct SubscriptionTests {
    private func attributes(_ apus: TestApus, _ arn: String) async throws -> JSON {
        try await apus.invoke("sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)])[
            "Attributes"] ?? [:]
    }

    private func refusal(_ apus: TestApus, _ topic: String, _ attributes: JSON) async throws -> String? {
        try await apus.failure(
            "sns:Subscribe",
            [
                "TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(TestApus.queue("q")),
                "Attributes": attributes,
            ])?.message
    }

    @Test func aSubscriptionTellsItsAttributes() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(
                topic, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "true"])
            #expect(
                try await attributes(apus, arn) == [
                    "ConfirmationWasAuthenticated": "true", "Endpoint": .string(TestApus.queue("q")),
                    "Owner": "000000000000", "PendingConfirmation": "false", "Protocol": "sqs",
                    "RawMessageDelivery": "true", "SubscriptionArn": .string(arn),
                    "SubscriptionPrincipal": "arn:aws:iam::000000000000:root", "TopicArn": .string(topic),
                ])
        }
    }

    @Test func subscribingAgainAnswersTheSameSubscription() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(
                topic, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "true"])
            #expect(try await apus.subscribe(topic, TestApus.queue("q")) == arn)
            #expect(
                try await apus.subscribe(
                    topic, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "True"]) == arn)
            #expect(
                try await refusal(apus, topic, ["RawMessageDelivery": "false"])
                    == "Invalid parameter: Attributes Reason: Subscription already exists with different attributes"
            )
        }
    }

    @Test(arguments: [
        ("sqs", "queue", "Invalid parameter: SQS endpoint ARN"),
        ("http", "https://example.com", "Invalid parameter: Endpoint must match the specified protocol"),
        ("pigeon", "x", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon"),
    ])
    func aBadEndpointIsRefused(transport: String, endpoint: String, expected: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let failure = try await apus.failure(
                "sns:Subscribe",
                ["TopicArn": .string(topic), "Protocol": .string(transport), "Endpoint": .string(endpoint)])
            #expect(failure?.code == "InvalidParameter")
            #expect(failure?.message == expected)
        }
    }

    @Test(arguments: ["firehose"])
    func aProtocolWithoutACarrierIsRefusedByName(transport: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let failure = try await apus.failure(
                "sns:Subscribe",
                [
                    "TopicArn": .string(topic), "Protocol": .string(transport),
                    "Endpoint": "someone@example.com",
                ])
            #expect(failure?.code == "NotImplemented")
            #expect(failure?.message == "Subscribe with the protocol \(transport) is not implemented.")
        }
    }

    @Test func filtersOnAttributesChooseMessages() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(
                topic, TestApus.queue("q"), over: "sqs",
                ["RawMessageDelivery": "true", "FilterPolicy": #"{"store":["value1"]}"#])
            #expect(try await attributes(apus, arn)["FilterPolicyScope"] == "MessageAttributes")
            for value in ["value1", "value2"] {
                try await apus.publish(
                    topic, value,
                    ["MessageAttributes": ["store": ["DataType": "String", "StringValue": .string(value)]]])
            }
            try await apus.publish(topic, "none")
            #expect(try await apus.arrivals().map(\.text) == ["value1"])
            try await set(apus, arn, "FilterPolicy", #"{"store":["value2"]}"#)
            try await apus.publish(
                topic, "after",
                ["MessageAttributes": ["store": ["DataType": "String", "StringValue": "value2"]]])
            #expect(try await apus.arrivals().map(\.text) == ["value1", "after"])
            try await set(apus, arn, "FilterPolicy", "{}")
            try await apus.publish(topic, "free")
            #expect(try await apus.arrivals().map(\.text) == ["value1", "after", "free"])
            #expect(try await attributes(apus, arn)["FilterPolicyScope"] == nil)
        }
    }

    @Test func filtersOnTheBodyChooseMessages() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await apus.subscribe(
                topic, TestApus.queue("q"), over: "sqs",
                [
                    "RawMessageDelivery": "true", "FilterPolicyScope": "MessageBody",
                    "FilterPolicy": #"{"meter":{"kind":["water"]}}"#,
                ])
            for body in [#"{"meter":{"kind":"water"}}"#, #"{"meter":{"kind":"gas"}}"#, "text"] {
                try await apus.publish(topic, body)
            }
            #expect(try await apus.arrivals().map(\.text) == [#"{"meter":{"kind":"water"}}"#])
        }
    }

    @Test(arguments: [
        (#"{"a":["x"]}"#, #"{"a":"x"}"#, #"{"a":"y"}"#),
        (#"{"a":[1]}"#, #"{"a":1.0}"#, #"{"a":"1"}"#),
        (#"{"a":[true,null]}"#, #"{"a":null}"#, #"{"a":false}"#),
        (#"{"a":[{"prefix":"x"}]}"#, #"{"a":"xy"}"#, #"{"a":"yx"}"#),
        (#"{"a":[{"suffix":"x"}]}"#, #"{"a":"yx"}"#, #"{"a":"xy"}"#),
        (#"{"a":[{"equals-ignore-case":"X"}]}"#, #"{"a":"x"}"#, #"{"a":"y"}"#),
        (#"{"a":[{"anything-but":["x","z"]}]}"#, #"{"a":"y"}"#, #"{"a":"z"}"#),
        (#"{"a":[{"anything-but":{"prefix":"x"}}]}"#, #"{"a":"yx"}"#, #"{"a":"xy"}"#),
        (#"{"a":[{"anything-but":{"suffix":"x"}}]}"#, #"{"a":"xy"}"#, #"{"a":"yx"}"#),
        (#"{"a":[{"numeric":[">",0,"<=",5]}]}"#, #"{"a":5}"#, #"{"a":5.1}"#),
        (#"{"a":[{"numeric":["=",3e2]}]}"#, #"{"a":300}"#, #"{"a":3}"#),
        (#"{"a":[{"exists":true}]}"#, #"{"a":0}"#, #"{"b":0}"#),
        (#"{"a":[{"exists":false}]}"#, #"{"b":0}"#, #"{"a":0}"#),
        (#"{"a":[{"cidr":"10.0.0.0/24"}]}"#, #"{"a":"10.0.0.255"}"#, #"{"a":"10.0.1.1"}"#),
        (#"{"a":{"b":{"c":["x"]}}}"#, #"{"a":{"b":{"c":"x"}}}"#, #"{"a":{"c":"x"}}"#),
        (#"{"a":{"b":["x"]}}"#, #"{"a":[{"b":"y"},{"b":"x"}]}"#, #"{"a":[{"b":"y"}]}"#),
        (#"{"a":["x"]}"#, #"{"a":["y","x"]}"#, #"{"a":["y","z"]}"#),
        (#"{"a":["x"],"b":["y"]}"#, #"{"a":"x","b":"y"}"#, #"{"a":"x"}"#),
        (#"{"$or":[{"a":["x"]},{"b":[{"numeric":[">",1]}]}]}"#, #"{"b":2}"#, #"{"a":"y","b":1}"#),
    ])
    func everyOperatorChoosesByTheBody(policy: String, taken: String, left: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await apus.subscribe(
                topic, TestApus.queue("q"), over: "sqs",
                [
                    "RawMessageDelivery": "true", "FilterPolicyScope": "MessageBody",
                    "FilterPolicy": .string(policy),
                ])
            for body in [left, taken] { try await apus.publish(topic, body) }
            #expect(try await apus.arrivals().map(\.text) == [taken])
        }
    }

    private func set(_ apus: TestApus, _ arn: String, _ name: String, _ value: String) async throws {
        try await apus.invoke(
            "sns:SetSubscriptionAttributes",
            [
                "SubscriptionArn": .string(arn), "AttributeName": .string(name),
                "AttributeValue": .string(value),
            ])
    }

    @Test func badFiltersAreRefusedInSNSsWords() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            #expect(
                try await refusal(apus, topic, ["FilterPolicy": #"{"key":[["value"]]}"#])
                    == "Invalid parameter: Attributes Reason: FilterPolicy: Match value must be String, number, true, "
                    + "false, or null\n at [Source: (String)\"{\"key\":[[\"value\"]]}\"; line: 1, column: 10]"
            )
            #expect(
                try await refusal(
                    apus, topic,
                    ["FilterPolicy": #"{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}"#])
                    == "Invalid parameter: Attributes Reason: FilterPolicy: Filter policy can not have more than 5 keys"
            )
            let arn = try await apus.subscribe(topic, TestApus.queue("q"))
            let failure = try await apus.failure(
                "sns:SetSubscriptionAttributes",
                [
                    "SubscriptionArn": .string(arn), "AttributeName": "FilterPolicy",
                    "AttributeValue": #"{"key_a":"value_one"}"#,
                ])
            #expect(
                failure?.message
                    == "Invalid parameter: FilterPolicy: \"key_a\" must be an object or an array\n at [Source: "
                    + "(String)\"{\"key_a\":\"value_one\"}\"; line: 1, column: 11]")
        }
    }

    @Test(arguments: [
        (
            "FilterPolicyScope", "Body",
            "FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes"
        ),
        ("RawMessageDelivery", "yes", "RawMessageDelivery: Invalid value [yes]. Must be true or false."),
        ("RedrivePolicy", "{", "RedrivePolicy: failed to parse JSON."),
        (
            "RedrivePolicy", #"{"deadLetterTargetArn":"x"}"#,
            "RedrivePolicy: deadLetterTargetArn is an invalid arn"
        ),
        ("Colour", "red", "AttributeName"),
    ])
    func aBadAttributeIsRefused(name: String, value: String, expected: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            var attributes = JSONObject()
            attributes[name] = .string(value)
            #expect(
                try await refusal(apus, topic, .object(attributes))
                    == "Invalid parameter: Attributes Reason: \(expected)")
            let arn = try await apus.subscribe(topic, TestApus.queue("q"))
            let failure = try await apus.failure(
                "sns:SetSubscriptionAttributes",
                [
                    "SubscriptionArn": .string(arn), "AttributeName": .string(name),
                    "AttributeValue": .string(value),
                ])
            #expect(failure?.message == "Invalid parameter: \(expected)")
        }
    }

    @Test func unsubscribingEndsTheCopies() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(topic, TestApus.queue("q"))
            try await apus.invoke("sns:Unsubscribe", ["SubscriptionArn": .string(arn)])
            try await apus.invoke("sns:Unsubscribe", ["SubscriptionArn": .string(arn)])
            try await apus.publish(topic, "m")
            #expect(try await apus.arrivals().isEmpty)
            let failure = try await apus.failure(
                "sns:Unsubscribe", ["SubscriptionArn": "pending confirmation"])
            #expect(
                failure?.message
                    == "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"
            )
        }
    }

    @Test func aCopyThatCannotArriveGoesToTheDeadLetters() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy: JSON = ["deadLetterTargetArn": .string(TestApus.queue("dead"))]
            try await apus.subscribe(
                topic, TestApus.queue("missing"), over: "sqs",
                ["RawMessageDelivery": "true", "RedrivePolicy": .string(policy.text)])
            try await apus.publish(
                topic, "lost", ["MessageAttributes": ["a": ["DataType": "String", "StringValue": "b"]]])
            let arrivals = try await apus.arrivals()
            #expect(arrivals.map(\.target) == [TestApus.queue("dead")])
            #expect(arrivals[0].text == "lost")
            #expect(
                arrivals[0].parameters["MessageAttributes"] == [
                    "a": ["DataType": "String", "StringValue": "b"]
                ])
        }
    }

    @Test func theDeadLetterOfAFunctionIsTheNotificationAndNotItsEvent() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy: JSON = ["deadLetterTargetArn": .string(TestApus.queue("dead"))]
            try await apus.subscribe(
                topic, "arn:aws:lambda:eu-central-1:000000000000:function:missing", over: "lambda",
                ["RedrivePolicy": .string(policy.text)])
            try await apus.publish(topic, "lost")
            let letter = try #require(try await apus.arrivals().first)
            #expect(letter.target == TestApus.queue("dead"))
            #expect(letter.json["Type"] == "Notification")
            #expect(letter.json["Message"] == "lost")
            #expect(letter.parameters["MessageAttributes"] == nil)
        }
    }

    @Test func aQueueOfAnotherAccountMustConfirm() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(topic, "arn:aws:sqs:eu-central-1:111111111111:q")
            #expect(try await attributes(apus, arn)["PendingConfirmation"] == "true")
            let request = try await apus.arrivals()[0].json
            #expect(request["Type"] == "SubscriptionConfirmation")
            try await apus.publish(topic, "too early")
            try await apus.invoke(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": request["Token"] ?? ""])
            try await apus.publish(topic, "now")
            #expect(try await apus.arrivals().map { $0.json["Message"]?.string ?? "" }.last == "now")
            #expect(try await apus.arrivals().count == 2)
        }
    }
}
