import ApusTesting
import SNS
import Testing
import Wire

@Suite struct TopicTests {
    private func text(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure(action, input)?.message
    }

    @Test func aTopicIsMadeOnceForItsName() async throws {
        try await withSNS { apus in
            let first = try await apus.topic()
            #expect(first == "arn:aws:sns:eu-central-1:000000000000:readings")
            #expect(try await apus.topic() == first)
            #expect(
                try await text(
                    apus, "sns:CreateTopic",
                    ["Name": "readings", "Tags": [["Key": "a", "Value": "b"]]])
                    == "Invalid parameter: Tags Reason: Topic already exists with different tags")
            #expect(
                try await text(
                    apus, "sns:CreateTopic", ["Name": "readings", "Attributes": ["DisplayName": "x"]])
                    == "Invalid parameter: Attributes Reason: Topic already exists with different attributes")
        }
    }

    @Test(arguments: ["", "a b", "a.b", "readings.fifo", String(repeating: "a", count: 257)])
    func aBadNameIsRefused(name: String) async throws {
        try await withSNS { apus in
            let failure = try await apus.failure("sns:CreateTopic", ["Name": .string(name)])
            #expect(failure?.code == "InvalidParameter")
            #expect(failure?.message == "Invalid parameter: Topic Name")
        }
    }

    @Test func aTopicTellsItsAttributesAsAWSDoes() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(arn)])[
                "Attributes"]
            #expect(
                Set(attributes?.object?.names ?? []) == [
                    "DisplayName", "EffectiveDeliveryPolicy", "Owner", "Policy", "SubscriptionsConfirmed",
                    "SubscriptionsDeleted", "SubscriptionsPending", "TopicArn",
                ])
            let effective = try JSON(parsing: attributes?["EffectiveDeliveryPolicy"]?.string ?? "")
            #expect(
                effective == [
                    "http": [
                        "defaultHealthyRetryPolicy": [
                            "minDelayTarget": 20, "maxDelayTarget": 20, "numRetries": 3,
                            "numMaxDelayRetries": 0,
                            "numNoDelayRetries": 0, "numMinDelayRetries": 0, "backoffFunction": "linear",
                        ],
                        "disableSubscriptionOverrides": false,
                        "defaultRequestPolicy": ["headerContentType": "text/plain; charset=UTF-8"],
                    ]
                ])
            let policy = try JSON(parsing: attributes?["Policy"]?.string ?? "")
            #expect(policy["Id"] == "__default_policy_ID")
            #expect(
                policy["Statement"]?.array?.first?["Condition"] == [
                    "StringEquals": ["AWS:SourceOwner": "000000000000"]
                ])
        }
    }

    @Test func aFIFOTopicTellsThatItIsOne() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic("ordered.fifo", ["FifoTopic": "true"])
            let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(arn)])[
                "Attributes"]
            #expect(attributes?["FifoTopic"] == "true")
            #expect(attributes?["ContentBasedDeduplication"] == "false")
            #expect(
                try await text(
                    apus, "sns:SetTopicAttributes",
                    ["TopicArn": .string(arn), "AttributeName": "FifoTopic", "AttributeValue": "false"])
                    == "Invalid parameter: AttributeName")
        }
    }

    @Test func ARNsAreCheckedInSNSsWords() async throws {
        try await withSNS { apus in
            for (arn, count) in [("", 1), ("topic", 1), ("a:b", 2)] {
                #expect(
                    try await text(apus, "sns:Publish", ["TopicArn": .string(arn), "Message": "m"])
                        == "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not \(count)"
                )
            }
            let elsewhere: JSON = ["TopicArn": "arn:aws:sns:us-west-1:000000000000:readings"]
            for action in ["GetTopicAttributes", "DeleteTopic", "ListSubscriptionsByTopic"] {
                #expect(try await text(apus, "sns:\(action)", elsewhere) == "Invalid parameter: TopicArn")
            }
            let absent: JSON = ["TopicArn": "arn:aws:sns:eu-central-1:000000000000:absent", "Label": "x"]
            let failure = try await apus.failure("sns:RemovePermission", absent)
            #expect(failure?.code == "NotFound")
            #expect(failure?.status == 404)
            #expect(failure?.message == "Topic does not exist")
        }
    }

    @Test func permissionsAreStatementsOfThePolicy() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            let input: JSON = [
                "TopicArn": .string(arn), "Label": "friend", "AWSAccountId": ["111111111111"],
                "ActionName": ["Publish"],
            ]
            try await apus.invoke("sns:AddPermission", input)
            #expect(
                try await text(apus, "sns:AddPermission", input)
                    == "Invalid parameter: Statement already exists")
            let policy = try await policy(apus, arn)
            #expect(policy.count == 2)
            #expect(
                policy.last == [
                    "Sid": "friend", "Effect": "Allow",
                    "Principal": ["AWS": "arn:aws:iam::111111111111:root"],
                    "Action": "SNS:Publish", "Resource": .string(arn),
                ])
            try await apus.invoke("sns:RemovePermission", ["TopicArn": .string(arn), "Label": "friend"])
            #expect(try await self.policy(apus, arn).count == 1)
        }
    }

    private func policy(_ apus: TestApus, _ arn: String) async throws -> [JSON] {
        let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(arn)])[
            "Attributes"]
        return try JSON(parsing: attributes?["Policy"]?.string ?? "")["Statement"]?.array ?? []
    }

    @Test(arguments: ["DataProtectionPolicy", "FirehoseFailureFeedbackRoleArn"])
    func anAttributeThatNothingHonoursIsRefusedByName(name: String) async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            let failure = try await apus.failure(
                "sns:SetTopicAttributes",
                ["TopicArn": .string(arn), "AttributeName": .string(name), "AttributeValue": "x"])
            #expect(failure?.code == "NotImplemented")
            #expect(failure?.message.contains(name) == true)
        }
    }

    @Test func tagsAreKept() async throws {
        try await withSNS { apus in
            let arn = JSON.string(try await apus.topic())
            try await apus.invoke(
                "sns:TagResource",
                ["ResourceArn": arn, "Tags": [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]])
            try await apus.invoke("sns:UntagResource", ["ResourceArn": arn, "TagKeys": ["a"]])
            #expect(
                try await apus.invoke("sns:ListTagsForResource", ["ResourceArn": arn])["Tags"] == [
                    ["Key": "b", "Value": "2"]
                ])
            #expect(
                try await text(
                    apus, "sns:TagResource",
                    ["ResourceArn": arn, "Tags": [["Key": "a", "Value": "1"], ["Key": "a", "Value": "2"]]])
                    == "Invalid parameter: Duplicated keys are not allowed.")
        }
    }

    @Test func topicsAreListedInPagesOfAHundred() async throws {
        try await withSNS { apus in
            for number in 0..<101 { _ = try await apus.topic("t\(number)") }
            let first = try await apus.invoke("sns:ListTopics")
            #expect(first["Topics"]?.array?.count == 100)
            let second = try await apus.invoke("sns:ListTopics", ["NextToken": first["NextToken"] ?? ""])
            #expect(second["Topics"]?.array?.count == 1)
            #expect(second["NextToken"]?.string == nil)
            #expect(
                try await text(apus, "sns:ListTopics", ["NextToken": "?"]) == "Invalid parameter: NextToken")
        }
    }

    @Test func aDeletedTopicTakesItsSubscriptionsAlong() async throws {
        try await withSNS { apus in
            let arn = try await apus.topic()
            let subscription = try await apus.subscribe(arn, TestApus.queue("q"))
            try await apus.invoke("sns:DeleteTopic", ["TopicArn": .string(arn)])
            try await apus.invoke("sns:DeleteTopic", ["TopicArn": .string(arn)])
            #expect(
                try await text(
                    apus, "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(subscription)])
                    == "Subscription does not exist")
            await apus.settle()
            #expect(try await apus.invoke("sns:ListSubscriptions")["Subscriptions"]?.array?.isEmpty == true)
            _ = try await apus.topic()
            try await apus.publish(arn, "to nobody")
            #expect(try await apus.arrivals().isEmpty)
        }
    }
}
