import ApusTesting
import Kernel
import SNS
import Store
import Testing
import Wire

@Suite struct DeliveryTests {
    private func deliver(_ apus: TestApus, to target: String, _ text: String, _ parameters: JSON = [:])
        async throws
    {
        let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call(
            kernel: apus.kernel, scope: scope, principal: .root(TestApus.account), operation: "test")
        _ = try await apus.kernel.time.activity.track {
            try await call.write { tx in
                try call.send(
                    Delivery(
                        id: "d", target: target, action: "sns:Publish", payload: Array(text.utf8),
                        parameters: parameters, source: "arn:aws:s3:::bucket", trace: call.trace),
                    in: tx)
            }
        }
    }

    @Test func whatAnotherServiceSendsIsPublished() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await apus.subscribe(topic, TestApus.queue("q"))
            try await deliver(apus, to: topic, "event", ["Subject": "Amazon S3 Notification"])
            let envelope = try await apus.arrivals()[0].json
            #expect(envelope["Message"] == "event")
            #expect(envelope["Subject"] == "Amazon S3 Notification")
            #expect(envelope["Signature"]?.string?.isEmpty == false)
        }
    }

    @Test func ordersOfOtherServicesAreKept() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic(
                "ordered.fifo", ["FifoTopic": "true", "ContentBasedDeduplication": "true"])
            try await apus.subscribe(
                topic, TestApus.queue("q.fifo"), over: "sqs", ["RawMessageDelivery": "true"])
            for text in ["a", "b", "a", "c"] {
                try await deliver(apus, to: topic, text, ["MessageGroupId": "g"])
            }
            #expect(try await apus.arrivals().map(\.text) == ["a", "b", "c"])
        }
    }

    private func request(_ apus: TestApus, _ properties: JSON, previous: JSON? = nil) async throws
        -> ResourceRequest
    {
        let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call(
            kernel: apus.kernel, scope: scope, principal: .root(TestApus.account), operation: "test")
        return ResourceRequest(
            call: call, properties: properties, previous: previous, logicalID: "Topic", stackName: "stack",
            stackID: "stack-id", generatedName: "stack-Topic-ABC", tags: [:])
    }

    private func type(_ apus: TestApus, _ name: String) throws -> ResourceType {
        try #require(apus.kernel.service("sns")?.resourceTypes.first { $0.name == name })
    }

    @Test func aTemplateMakesAndChangesATopic() async throws {
        try await withSNS { apus in
            let type = try type(apus, "AWS::SNS::Topic")
            let first: JSON = [
                "DisplayName": "one", "Tags": [["Key": "k", "Value": "v"]],
                "Subscription": [["Protocol": "sqs", "Endpoint": .string(TestApus.queue("q"))]],
            ]
            let state = try await type.create(try await request(apus, first))
            #expect(state.attributes["TopicName"] == "stack-Topic-ABC")
            let second: JSON = ["DisplayName": "two", "Subscription": []]
            _ = try await type.update(try await request(apus, second, previous: first), state)
            let arn = JSON.string(state.physicalID)
            let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": arn])["Attributes"]
            #expect(attributes?["DisplayName"] == "two")
            #expect(attributes?["SubscriptionsConfirmed"] == "0")
            #expect(try await apus.invoke("sns:ListTagsForResource", ["ResourceArn": arn])["Tags"] == [])
            try await type.delete(try await request(apus, second), state)
            #expect(try await apus.failure("sns:GetTopicAttributes", ["TopicArn": arn])?.code == "NotFound")
        }
    }

    @Test func aTemplateMakesASubscriptionAndAPolicy() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let subscription = try type(apus, "AWS::SNS::Subscription")
            let properties: JSON = [
                "TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(TestApus.queue("q")),
                "FilterPolicy": ["kind": ["water"]], "RawMessageDelivery": true,
            ]
            let state = try await subscription.create(try await request(apus, properties))
            let told = try await apus.invoke(
                "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(state.physicalID)])["Attributes"]
            #expect(told?["FilterPolicy"] == #"{"kind":["water"]}"#)
            #expect(told?["RawMessageDelivery"] == "true")
            let policy = try type(apus, "AWS::SNS::TopicPolicy")
            let document: JSON = [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Principal": ["Service": "s3.amazonaws.com"],
                        "Action": "sns:Publish",
                        "Resource": .string(topic),
                    ]
                ],
            ]
            let input: JSON = ["PolicyDocument": document, "Topics": [.string(topic)]]
            let made = try await policy.create(try await request(apus, input))
            func current() async throws -> String? {
                try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])["Attributes"]?[
                    "Policy"]?
                    .string
            }
            #expect(try await current() == document.text)
            try await policy.delete(try await request(apus, input), made)
            #expect(try await current()?.contains("__default_policy_ID") == true)
        }
    }
}

@Suite struct AuthorisationTests {
    private func withEnforcement(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus(
            [ServiceDescriptor(Queues.self), ServiceDescriptor(Functions.self), .sns],
            authentication: .enforce, body)
    }

    @Test func aPolicyOpensATopicToAnotherAccount() async throws {
        try await withEnforcement { apus in
            let topic = try await apus.topic()
            let input: JSON = ["TopicArn": .string(topic), "Message": "m"]
            let stranger = "111111111111"
            let denied = try await apus.failure("sns:Publish", input, account: stranger)
            #expect(denied?.code == "AccessDenied" || denied?.code == "AuthorizationError")
            try await apus.invoke(
                "sns:AddPermission",
                [
                    "TopicArn": .string(topic), "Label": "l", "AWSAccountId": [.string(stranger)],
                    "ActionName": ["Publish"],
                ])
            #expect(try await apus.failure("sns:Publish", input, account: stranger) == nil)
        }
    }

    @Test func aLinkConfirmsAndEndsWithoutCredentials() async throws {
        try await withEnforcement { apus in
            let topic = try await apus.topic()
            let anonymous = Principal(kind: .anonymous, account: TestApus.account)
            let arn = try await apus.subscribe(topic, "http://127.0.0.1:9/hook", over: "http")
            await apus.settle()
            let token = try JSON(parsing: apus.http.requests.last?.body ?? [])["Token"] ?? ""
            let input: JSON = ["TopicArn": .string(topic), "Token": token]
            try await apus.invoke("sns:ConfirmSubscription", input, region: "us-east-1", as: anonymous)
            let told = try await apus.invoke(
                "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)])["Attributes"]
            #expect(told?["ConfirmationWasAuthenticated"] == "false")
            try await apus.invoke("sns:Unsubscribe", ["SubscriptionArn": .string(arn)], as: anonymous)
        }
    }

    @Test func aGuardedSubscriptionIsNotEndedByALink() async throws {
        try await withEnforcement { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(topic, "http://127.0.0.1:9/hook", over: "http")
            await apus.settle()
            let token = try JSON(parsing: apus.http.requests.last?.body ?? [])["Token"] ?? ""
            try await apus.invoke(
                "sns:ConfirmSubscription",
                ["TopicArn": .string(topic), "Token": token, "AuthenticateOnUnsubscribe": "true"])
            let anonymous = Principal(kind: .anonymous, account: TestApus.account)
            let end: JSON = ["SubscriptionArn": .string(arn)]
            #expect(
                try await apus.failure("sns:Unsubscribe", end, as: anonymous)?.code == "AuthorizationError")
            try await apus.invoke("sns:Unsubscribe", end)
        }
    }
}
