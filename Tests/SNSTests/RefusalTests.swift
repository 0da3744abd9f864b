import ApusTesting
import SNS
import Testing
import Wire

/// What AWS refuses, with its words.
@Suite struct RefusalTests {
    @Test(arguments: ["+15/55-123.4567", "+15551234567", "15551234567"])
    func singleSignsBetweenTheDigitsOfATelephoneNumberWillDo(number: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(topic, number, over: "sms")
            #expect(arn.hasPrefix(topic))
        }
    }

    @Test(arguments: [
        "NAA+15551234567", "+15--551234567", "+15551234567.", "/+15551234567", "+", "+0155512345",
    ])
    func whatIsNoTelephoneNumberIsRefused(number: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let failure = try await apus.failure(
                "sns:Subscribe",
                ["TopicArn": .string(topic), "Protocol": "sms", "Endpoint": .string(number)])
            #expect(failure?.code == "InvalidParameter")
            #expect(failure?.message == "Invalid SMS endpoint: \(number)")
            let unsent = try await apus.failure(
                "sns:Publish", ["PhoneNumber": .string(number), "Message": "m"])
            #expect(
                unsent?.message
                    == "Invalid parameter: PhoneNumber Reason: \(number) is not valid to publish to")
        }
    }

    private func batch(_ apus: TestApus, _ topic: String, _ bad: JSON) async throws -> String? {
        let entries: JSON = [
            ["Id": "a", "Message": "x", "MessageGroupId": "g", "MessageDeduplicationId": "1"], bad,
        ]
        let failure = try await apus.failure(
            "sns:PublishBatch", ["TopicArn": .string(topic), "PublishBatchRequestEntries": entries])
        #expect(failure?.code == "InvalidParameter")
        return failure?.message
    }

    @Test func oneEntryWithoutGroupDeduplicationOrStructureRefusesABatch() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic("t.fifo", ["FifoTopic": "true"])
            try await apus.subscribe(topic, TestApus.queue("q.fifo"))
            #expect(
                try await batch(apus, topic, ["Id": "b", "Message": "x", "MessageDeduplicationId": "2"])
                    == "Invalid parameter: The MessageGroupId parameter is required for FIFO topics")
            #expect(
                try await batch(apus, topic, ["Id": "b", "Message": "x", "MessageGroupId": "g"])
                    == "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or "
                    + "MessageDeduplicationId provided explicitly")
            let shapeless: JSON = [
                "Id": "b", "Message": #"{"sqs":"x"}"#, "MessageStructure": "json", "MessageGroupId": "g",
                "MessageDeduplicationId": "2",
            ]
            #expect(
                try await batch(apus, topic, shapeless)
                    == "Invalid parameter: Message Structure - No default entry in JSON message body")
            #expect(try await apus.arrivals().isEmpty)
        }
    }

    private func application(_ apus: TestApus) async throws -> JSON {
        let made = try await apus.invoke(
            "sns:CreatePlatformApplication",
            ["Name": "app", "Platform": "GCM", "Attributes": ["PlatformCredential": "secret"]])
        return made["PlatformApplicationArn"] ?? ""
    }

    private func device(
        _ apus: TestApus, of application: JSON, _ token: JSON = "t", _ attributes: JSON = [:]
    ) async throws -> JSON {
        let made = try await apus.invoke(
            "sns:CreatePlatformEndpoint",
            ["PlatformApplicationArn": application, "Token": token, "Attributes": attributes])
        return made["EndpointArn"] ?? ""
    }

    @Test func aDeviceThatIsSwitchedOffIsToldBeforeWhatIsWrongWithThePush() async throws {
        try await withSNS { apus in
            let device = try await device(apus, of: try await application(apus), "t", ["Enabled": "false"])
            let failure = try await apus.failure(
                "sns:Publish", ["TargetArn": device, "Message": "no JSON", "MessageStructure": "json"])
            #expect(failure?.code == "EndpointDisabled")
            #expect(failure?.message == "Endpoint is disabled")
        }
    }

    @Test func nothingIsPushedToAnApplicationThatIsSwitchedOff() async throws {
        try await withSNS { apus in
            let application = try await application(apus)
            let push: JSON = ["TargetArn": try await device(apus, of: application), "Message": "m"]
            func set(_ flag: JSON) async throws {
                try await apus.invoke(
                    "sns:SetPlatformApplicationAttributes",
                    ["PlatformApplicationArn": application, "Attributes": ["Enabled": flag]])
            }
            try await set("false")
            #expect(try await apus.failure("sns:Publish", push)?.code == "PlatformApplicationDisabled")
            try await set("true")
            try await apus.invoke("sns:Publish", push)
        }
    }

    @Test func aDeviceDoesNotTakeTheTokenOfAnother() async throws {
        try await withSNS { apus in
            let application = try await application(apus)
            let first = try await device(apus, of: application, "one")
            let second = try await device(apus, of: application, "two")
            let failure = try await apus.failure(
                "sns:SetEndpointAttributes", ["EndpointArn": second, "Attributes": ["Token": "one"]])
            #expect(failure?.code == "InvalidParameter")
            #expect(
                failure?.message
                    == "Invalid parameter: Token Reason: Endpoint \(first.string ?? "") already exists with the "
                    + "same Token.")
            try await apus.invoke(
                "sns:SetEndpointAttributes", ["EndpointArn": second, "Attributes": ["Token": "two"]])
        }
    }

    @Test(arguments: [
        ("{", "Policy Error: null"), (policy(of: "sns:CreateTopic"), outOfScope),
        (policy(of: "sqs:SendMessage"), outOfScope), (policy(of: "sns:Foo"), outOfScope),
        (policy(of: "sns:Publish"), nil), (policy(of: "SNS:*"), nil), (policy(of: "*"), nil),
    ])
    func aPolicySpeaksOfWhatATopicCanGrant(policy: String, refusal: String?) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let failure = try await apus.failure(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(topic), "AttributeName": "Policy",
                    "AttributeValue": .string(policy),
                ])
            #expect(failure?.message == refusal.map { "Invalid parameter: \($0)" })
        }
    }

    @Test func permissionIsGivenToAccountsForActionsThatThereAre() async throws {
        try await withSNS { apus in
            let topic = JSON.string(try await apus.topic())
            func refusal(_ accounts: JSON, _ actions: JSON) async throws -> String? {
                try await apus.failure(
                    "sns:AddPermission",
                    ["TopicArn": topic, "Label": "l", "AWSAccountId": accounts, "ActionName": actions])?
                    .message
            }
            #expect(
                try await refusal(["somebody"], ["Publish"])
                    == "Invalid parameter: Policy Error: PrincipalNotFound")
            #expect(
                try await refusal(["111111111111"], ["GetSubscriptionAttributes"])
                    == "Invalid parameter: \(outOfScope)")
            #expect(try await refusal(["111111111111"], ["Subscribe", "Receive"]) == nil)
        }
    }

    @Test func anUnsubscribeWithoutASubscriptionSaysWhatIsMissing() async throws {
        try await withSNS { apus in
            let failure = try await apus.failure("sns:Unsubscribe", ["SubscriptionArn": ""])
            #expect(
                failure?.message
                    == "Invalid parameter: SubscriptionArn Reason: no value for required parameter")
        }
    }
}

private let outOfScope = "Policy statement action out of service scope!"

private func policy(of action: String) -> String {
    let statement: JSON = [
        "Effect": "Allow", "Principal": "*", "Action": .string(action),
        "Resource": "arn:aws:sns:eu-central-1:000000000000:readings",
    ]
    return JSON.object(["Version": "2012-10-17", "Statement": [statement]]).text
}
