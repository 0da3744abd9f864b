import ApusTesting
import SNS
import Testing
import Wire

/// Attributes as AWS tells them, which is not always how they were set.
@Suite struct AttributeSpellingTests {
    private func policy(_ apus: TestApus, _ topic: String) async throws -> JSON? {
        let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])
        return try attributes["Attributes"]?["DeliveryPolicy"]?.string.map { try JSON(parsing: $0) }
    }

    private func set(_ apus: TestApus, _ topic: String, _ name: String, _ value: String) async throws {
        try await apus.invoke(
            "sns:SetTopicAttributes",
            ["TopicArn": .string(topic), "AttributeName": .string(name), "AttributeValue": .string(value)])
    }

    @Test func aTopicsDeliveryPolicySaysWhetherSubscriptionsMayHaveTheirOwn() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await set(
                apus, topic, "DeliveryPolicy",
                #"{"http": {"defaultHealthyRetryPolicy": {"minDelayTarget": 5, "maxDelayTarget": 6, "numRetries": 1}}}"#
            )
            let told: JSON = [
                "defaultHealthyRetryPolicy": ["minDelayTarget": 5, "maxDelayTarget": 6, "numRetries": 1],
                "disableSubscriptionOverrides": false,
            ]
            #expect(try await policy(apus, topic) == ["http": told])
            try await set(apus, topic, "DeliveryPolicy", #"{"http": {"defaultHealthyRetryPolicy": null}}"#)
            #expect(try await policy(apus, topic) == ["http": ["disableSubscriptionOverrides": false]])
            try await set(apus, topic, "DeliveryPolicy", "")
            #expect(try await policy(apus, topic) == nil)
        }
    }

    @Test func aSubscriptionsDeliveryPolicyNamesWhatItLeavesOut() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let given = #"{"requestPolicy":{"headerContentType":"text/csv"}}"#
            let arn = try await apus.subscribe(
                topic, "http://127.0.0.1:9/hook", over: "http", ["DeliveryPolicy": .string(given)])
            let attributes = try await apus.invoke(
                "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)])["Attributes"]
            let told = try JSON(parsing: attributes?["DeliveryPolicy"]?.string ?? "")
            #expect(
                told == [
                    "healthyRetryPolicy": nil, "sicklyRetryPolicy": nil, "throttlePolicy": nil,
                    "requestPolicy": ["headerContentType": "text/csv"], "guaranteed": false,
                ])
        }
    }

    @Test func aKeyOfKMSIsToldUntilItIsTakenAway() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic("sealed", ["KmsMasterKeyId": "alias/aws/sns"])
            func key() async throws -> JSON? {
                try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])["Attributes"]?[
                    "KmsMasterKeyId"]
            }
            #expect(try await key() == "alias/aws/sns")
            try await set(apus, topic, "KmsMasterKeyId", "alias/mine")
            #expect(try await key() == "alias/mine")
            try await set(apus, topic, "KmsMasterKeyId", "")
            #expect(try await key() == nil)
        }
    }
}
