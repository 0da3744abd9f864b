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

    @Test(.enabled(if: recordings.arePresent)) func pushAndTextsAreAnsweredAsAWSDoes() async throws {
        try await withSNS { apus in
            try await compare(
                apus, "sns:SetPlatformApplicationAttributes",
                ["PlatformApplicationArn": "invalid", "Attributes": ["Enabled": "true"]],
                with: "TestSNSPlatformApplicationCrud::test_set_platform_application_attributes_invalid_arn",
                "invalid-application-arn")
            let application = try await apus.invoke(
                "sns:CreatePlatformApplication",
                ["Name": "app", "Platform": "GCM", "Attributes": ["PlatformCredential": "secret"]])
            let arn = application["PlatformApplicationArn"] ?? ""
            try await apus.invoke(
                "sns:SetPlatformApplicationAttributes",
                ["PlatformApplicationArn": arn, "Attributes": ["SuccessFeedbackSampleRate": "50"]])
            let attributes = try await apus.invoke(
                "sns:GetPlatformApplicationAttributes", ["PlatformApplicationArn": arn])
            let recorded = try Self.recordings.answer(
                "TestSNSPlatformApplicationCrud::test_set_platform_application_attributes",
                "set-get-application-attributes")
            #expect(attributes.differences(from: recorded) == [])
            let endpoint = try await apus.invoke(
                "sns:CreatePlatformEndpoint", ["PlatformApplicationArn": arn, "Token": "token_1"])
            let device = try await apus.invoke(
                "sns:GetEndpointAttributes", ["EndpointArn": endpoint["EndpointArn"] ?? ""])
            let known = try Self.recordings.answer(
                "TestSNSPlatformEndpointCrud::test_get_platform_endpoint_attributes",
                "get-platform-endpoint-attributes")
            #expect(device.differences(from: known) == [])
            let names = ["DefaultSMSType": "Promotional", "DefaultSenderID": "LSTest"] as JSON
            try await apus.invoke("sns:SetSMSAttributes", ["attributes": names])
            try await apus.invoke(
                "sns:SetSMSAttributes", ["attributes": ["DeliveryStatusSuccessSamplingRate": "100"]])
            let texts = try await apus.invoke("sns:GetSMSAttributes")
            let all = try Self.recordings.answer(
                "TestSNSSMS::test_set_get_sms_attributes", "get-sms-all-attributes")
            #expect(texts.differences(from: all) == [])
        }
    }

    @Test(
        .enabled(if: recordings.arePresent),
        arguments: [
            ("arn:aws", "invalid-topic-arn-1"), ("invalid", "invalid-topic-arn"), ("", "empty-topic"),
        ])
    func arnsThatAreNoneAreToldAsAWSDoes(arn: String, step: String) async throws {
        try await withSNS { apus in
            try await compare(
                apus, "sns:Publish", ["TopicArn": .string(arn), "Message": "m"],
                with: "TestSNSPublishCrud::test_publish_wrong_arn_format", step)
        }
    }

    @Test(.enabled(if: recordings.arePresent)) func topicsOfOtherRegionsAreRefusedAsAWSDoes() async throws {
        let test = "TestSNSMultiRegions::test_cross_region_access"
        try await withSNS { apus in
            let topic = try await apus.invoke("sns:CreateTopic", ["Name": "far"], region: "us-west-2")
            let arn: JSON = topic["TopicArn"] ?? ""
            let asked: [(action: String, input: JSON, step: String)] = [
                (
                    "SetTopicAttributes",
                    ["TopicArn": arn, "AttributeName": "DisplayName", "AttributeValue": "d"],
                    "set-topic-attrs"
                ),
                ("GetTopicAttributes", ["TopicArn": arn], "get-topic-attrs"),
                ("Publish", ["TopicArn": arn, "Message": "m"], "cross-region-publish-forbidden"),
                (
                    "Subscribe",
                    ["TopicArn": arn, "Protocol": "sqs", "Endpoint": .string(TestApus.queue("q"))],
                    "cross-region-subscribe"
                ),
                ("ListSubscriptionsByTopic", ["TopicArn": arn], "list-subs"),
                ("DeleteTopic", ["TopicArn": arn], "delete-topic"),
            ]
            for (action, input, step) in asked {
                try await compare(apus, "sns:\(action)", input, with: test, step)
            }
        }
    }

    @Test(
        .enabled(if: recordings.arePresent),
        arguments: [
            (
                #"{"a": [\#((1...151).map(String.init).joined(separator: ","))]}"#,
                "error-complexity-in-one-condition"
            ),
            (
                #"{"a": ["1"], "b": ["1"], "c": ["1"], "d": ["1"], "e": ["1"], "f": ["1"]}"#,
                "error-complexity-too-many-fields"
            ),
        ])
    func filtersThatAskTooMuchAreRefusedAsAWSDoes(policy: String, step: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await compare(
                apus, "sns:Subscribe",
                [
                    "TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(TestApus.queue("q")),
                    "Attributes": ["FilterPolicy": .string(policy)],
                ],
                with: "TestSNSFilterPolicyConditions::test_policy_complexity", step)
        }
    }

    @Test(.enabled(if: recordings.arePresent)) func subscriptionsHaveTheAttributesThatAWSGives() async throws
    {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let raw = try await apus.subscribe(
                topic, TestApus.queue("q"), over: "sqs", ["RawMessageDelivery": "true"])
            for (situation, step) in [
                ("TestSNSSubscriptionCrud::test_subscribe_idempotency", "get-sub-attrs"),
                ("TestSNSSubscriptionSQS::test_attribute_raw_subscribe", "subscription-attributes"),
            ] {
                let recorded = try Self.recordings.answer(situation, step)
                let answer = try await apus.invoke(
                    "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(raw)])
                #expect(answer.differences(from: recorded) == [], "\(situation)")
            }
        }
    }
}
