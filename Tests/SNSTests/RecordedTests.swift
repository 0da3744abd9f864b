import ApusTesting
import SNS
import SharedVectors
import Testing
import Wire

/// What AWS itself answered, where the recordings are at hand (`APUS_SHARED`, or beside the repository).
@Suite struct RecordedTests {
    private static let recordings = Recordings(of: "sns")

    private func compare(
        _ apus: TestApus, _ action: String, _ input: JSON, with test: String, _ step: String
    ) async throws {
        let recorded = try Self.recordings.error(test, step)
        let failure = try await apus.failure(action, input)
        #expect(failure?.code == recorded.code, "\(test) \(step)")
        #expect(failure?.message == recorded.message, "\(test) \(step)")
    }

    @Test(.enabled(if: recordings.arePresent)) func errorsAreThoseOfAWS() async throws {
        try await withSNS { apus in
            let topic = JSON.string(try await apus.topic())
            let absent: JSON = "arn:aws:sns:eu-central-1:000000000000:absent"
            let subscription = try await apus.subscribe(topic.string ?? "", TestApus.queue("q"))
            try await compare(
                apus, "sns:Publish", ["TopicArn": "", "Message": "m"],
                with: "TestSNSPublishCrud::test_publish_wrong_arn_format", "empty-topic")
            try await compare(
                apus, "sns:RemovePermission", ["TopicArn": absent, "Label": "l"],
                with: "TestSNSTopicCrudV2::test_remove_permission_errors", "topic-not-found")
            try await compare(
                apus, "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(subscription + "x")],
                with: "TestSNSSubscriptionCrudV2::test_get_subscription_attributes_error_not_exists",
                "get-sub-attrs-nonexistent")
            try await compare(
                apus, "sns:Subscribe", ["TopicArn": topic, "Protocol": "sqs", "Endpoint": "sqs"],
                with: "TestSNSSubscriptionCrudV2::test_subscribe_unknown_sqs_queue",
                "subscribe-unknown-sqs-invalid_arn")
            try await compare(
                apus, "sns:Unsubscribe", ["SubscriptionArn": "x"],
                with: "TestSNSSubscriptionCrudV2::test_unsubscribe_from_deleted_topic",
                "unsubscribe-deleted-topic")
            try await compare(
                apus, "sns:CreateTopic", ["Name": "readings", "Tags": [["Key": "a", "Value": "b"]]],
                with: "TestSNSTopicCrud::test_create_duplicate_topic_with_more_tags", "exception-duplicate")
            try await compare(
                apus, "sns:SetTopicAttributes",
                ["TopicArn": topic, "AttributeName": "FifoTopic", "AttributeValue": "false"],
                with: "TestSNSTopicCrudV2::test_topic_get_attributes_with_fifo_false",
                "set-fifo-false-after-creation")
            try await compare(
                apus, "sns:Subscribe",
                [
                    "TopicArn": topic, "Protocol": "sqs", "Endpoint": .string(TestApus.queue("q")),
                    "Attributes": ["RawMessageDelivery": "true"],
                ],
                with: "TestSNSSubscriptionCrud::test_subscribe_idempotency", "subscribe-diff-attributes")
        }
    }

    @Test(
        .enabled(if: recordings.arePresent),
        arguments: [
            (#"{"key":[["value"]]}"#, "error-condition-list"),
            (#"{"key":[{"wrong-operator":true}]}"#, "error-condition-operator"),
            (#"{"key":[{"suffix":"value","prefix":"value2"}]}"#, "error-condition-two-operators"),
        ])
    func filterErrorsAreThoseOfAWS(policy: String, step: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await compare(
                apus, "sns:Subscribe",
                [
                    "TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(TestApus.queue("q")),
                    "Attributes": ["FilterPolicy": .string(policy)],
                ],
                with: "TestSNSFilterPolicyConditions::test_validate_policy", step)
        }
    }

    @Test(.enabled(if: recordings.arePresent)) func attributesOfTopicsAreThoseOfAWS() async throws {
        let recorded = try Self.recordings.answer(
            "TestSNSTopicCrudV2::test_topic_get_attributes_with_fifo_false", "get-attrs-standard-topic")[
                "Attributes"]
        try await withSNS { apus in
            let topic = try await apus.topic()
            let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])[
                "Attributes"]
            #expect(Set(attributes?.object?.names ?? []) == Set(recorded?.object?.names ?? []))
            let policy = try JSON(parsing: attributes?["EffectiveDeliveryPolicy"]?.string ?? "")
            #expect(policy == recorded?["EffectiveDeliveryPolicy"])
        }
    }
}
