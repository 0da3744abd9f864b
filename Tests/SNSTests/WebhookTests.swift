import ApusTesting
import Certificates
import Kernel
import SNS
import Synchronization
import Testing
import Wire

@Suite struct WebhookTests {
    private let endpoint = "http://127.0.0.1:9/hook"

    private func header(_ request: OutboundRequest, _ name: String) -> String? {
        request.headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    private func json(_ request: OutboundRequest) throws -> JSON { try JSON(parsing: request.body) }

    /// Subscribes the endpoint and confirms it.
    private func confirmed(_ apus: TestApus, _ topic: String, _ attributes: JSON = [:]) async throws -> String
    {
        let arn = try await apus.subscribe(topic, endpoint, over: "http", attributes)
        await apus.settle()
        let last = try #require(apus.http.requests.last)
        let token = try json(last)["Token"] ?? ""
        let answer = try await apus.invoke(
            "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": token])
        #expect(answer["SubscriptionArn"] == .string(arn))
        return arn
    }

    @Test func anEndpointIsAskedToConfirm() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let answer = try await apus.invoke(
                "sns:Subscribe",
                ["TopicArn": .string(topic), "Protocol": "http", "Endpoint": .string(endpoint)])
            #expect(answer["SubscriptionArn"] == "pending confirmation")
            await apus.settle()
            let request = try #require(apus.http.requests.first)
            #expect(request.url == endpoint)
            #expect(request.method == "POST")
            #expect(header(request, "x-amz-sns-message-type") == "SubscriptionConfirmation")
            #expect(header(request, "x-amz-sns-topic-arn") == topic)
            #expect(header(request, "x-amz-sns-subscription-arn") == nil)
            #expect(header(request, "Content-Type") == "text/plain; charset=UTF-8")
            #expect(header(request, "User-Agent") == "Amazon Simple Notification Service Agent")
            let body = try json(request)
            #expect(
                body.object?.names == [
                    "Type", "MessageId", "Token", "TopicArn", "Message", "SubscribeURL", "Timestamp",
                    "SignatureVersion", "Signature", "SigningCertURL",
                ])
            let token = body["Token"]?.string ?? ""
            #expect(
                body["SubscribeURL"]?.string?.hasSuffix(
                    "/?Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)") == true)
            let listed = try await apus.invoke("sns:ListSubscriptions")["Subscriptions"]?.array?.first
            #expect(listed?["SubscriptionArn"] == "PendingConfirmation")
        }
    }

    @Test func aWrongTokenConfirmsNothing() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await apus.subscribe(topic, endpoint, over: "http")
            let failure = try await apus.failure(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": "guess"])
            #expect(failure?.message == "Invalid parameter: Token")
        }
    }

    @Test func aSubscriptionThatIsNotConfirmedEndsAfterTwoDays() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await apus.subscribe(topic, endpoint, over: "http")
            await apus.advance(by: .seconds(2 * 86_400 + 1))
            let failure = try await apus.failure(
                "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)])
            #expect(failure?.message == "Subscription does not exist")
        }
    }

    @Test func aConfirmedEndpointGetsNotifications() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await confirmed(apus, topic)
            let id = try await apus.publish(topic, "m")["MessageId"]?.string
            await apus.settle()
            let request = try #require(apus.http.requests.last)
            #expect(header(request, "x-amz-sns-message-type") == "Notification")
            #expect(header(request, "x-amz-sns-message-id") == id)
            #expect(header(request, "x-amz-sns-subscription-arn") == arn)
            #expect(header(request, "x-amz-sns-rawdelivery") == nil)
            #expect(try json(request)["Message"] == "m")
        }
    }

    @Test func aRawNotificationSaysSo() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy = #"{"requestPolicy":{"headerContentType":"application/json"}}"#
            _ = try await confirmed(
                apus, topic, ["RawMessageDelivery": "true", "DeliveryPolicy": .string(policy)])
            try await apus.publish(topic, "bare")
            await apus.settle()
            let request = try #require(apus.http.requests.last)
            #expect(request.body == Array("bare".utf8))
            #expect(header(request, "x-amz-sns-rawdelivery") == "true")
            #expect(header(request, "Content-Type") == "application/json")
        }
    }

    @Test func anEndpointThatFailsIsTriedAsItsPolicySays() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy =
                #"{"healthyRetryPolicy":{"numRetries":4,"numNoDelayRetries":1,"minDelayTarget":10,"maxDelayTarget":30,"numMinDelayRetries":1,"numMaxDelayRetries":1}}"#
            let redrive: JSON = ["deadLetterTargetArn": .string(TestApus.queue("dead"))]
            _ = try await confirmed(
                apus, topic, ["DeliveryPolicy": .string(policy), "RedrivePolicy": .string(redrive.text)])
            let times = Times()
            apus.http.answer { [kernel = apus.kernel] _ in
                times.note(kernel.time.now)
                return OutboundResponse(status: 503)
            }
            try await apus.publish(topic, "m")
            await apus.advance(by: .seconds(3600))
            #expect(times.seconds(since: TestApus.start) == [0, 0, 10, 20, 50])
            #expect(try await apus.arrivals().map(\.target) == [TestApus.queue("dead")])
            #expect(try await apus.arrivals()[0].json["Message"] == "m")
        }
    }

    @Test(arguments: [
        ("linear", [0, 10, 30, 60, 100]), ("arithmetic", [0, 10, 25, 50, 90]),
        ("geometric", [0, 10, 25, 51, 91]), ("exponential", [0, 10, 30, 70, 110]),
    ])
    func delaysGrowAsTheBackoffFunctionSays(function: String, times: [Int64]) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy: JSON = [
                "healthyRetryPolicy": [
                    "numRetries": 4, "minDelayTarget": 10, "maxDelayTarget": 40,
                    "backoffFunction": .string(function),
                ]
            ]
            _ = try await confirmed(apus, topic, ["DeliveryPolicy": .string(policy.text)])
            let noted = Times()
            apus.http.answer { [kernel = apus.kernel] _ in
                noted.note(kernel.time.now)
                return OutboundResponse(status: 503)
            }
            try await apus.publish(topic, "m")
            await apus.advance(by: .seconds(3600))
            #expect(noted.seconds(since: TestApus.start) == times)
        }
    }

    @Test func aRefusalIsFinal() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            _ = try await confirmed(apus, topic)
            let before = apus.http.requests.count
            apus.http.answer { _ in OutboundResponse(status: 404) }
            try await apus.publish(topic, "m")
            await apus.advance(by: .seconds(3600))
            #expect(apus.http.requests.count == before + 1)
        }
    }

    @Test func anEndMayBeTakenBack() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await confirmed(apus, topic)
            try await apus.invoke("sns:Unsubscribe", ["SubscriptionArn": .string(arn)])
            await apus.settle()
            let farewell = try json(try #require(apus.http.requests.last))
            #expect(farewell["Type"] == "UnsubscribeConfirmation")
            let before = apus.http.requests.count
            try await apus.publish(topic, "nobody")
            await apus.settle()
            #expect(apus.http.requests.count == before)
            try await apus.invoke(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": farewell["Token"] ?? ""])
            try await apus.publish(topic, "again")
            await apus.settle()
            #expect(apus.http.requests.count == before + 1)
        }
    }

    @Test(arguments: [
        (#"{"healthyRetryPolicy":{"numRetries":101}}"#, "numRetries must be less than or equal to 100"),
        (
            #"{"healthyRetryPolicy":{"minDelayTarget":30,"maxDelayTarget":20}}"#,
            "minDelayTarget must be less than or equal to maxDelayTarget"
        ),
        (#"{"nonsense":1}"#, "Unexpected JSON member: nonsense"),
        (
            #"{"throttlePolicy":{"maxReceivesPerSecond":0}}"#,
            "maxReceivesPerSecond must be a number greater than or equal to 1"
        ),
        (#"{"throttlePolicy":{"perMinute":1}}"#, "Unexpected JSON member: perMinute"),
        (#"{"throttlePolicy":5}"#, "throttlePolicy must be an object"),
        ("{", "failed to parse JSON."),
    ])
    func aBadDeliveryPolicyIsRefused(policy: String, expected: String) async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let failure = try await apus.failure(
                "sns:Subscribe",
                [
                    "TopicArn": .string(topic), "Protocol": "http", "Endpoint": .string(endpoint),
                    "Attributes": ["DeliveryPolicy": .string(policy)],
                ])
            #expect(failure?.message == "Invalid parameter: Attributes Reason: DeliveryPolicy: \(expected)")
        }
    }
}

/// When something happened.
final class Times: Sendable {
    private let noted = Mutex<[Instant]>([])

    func note(_ instant: Instant) { noted.withLock { $0.append(instant) } }

    var instants: [Instant] { noted.withLock { $0 } }

    func seconds(since start: Instant) -> [Int64] {
        instants.map { ($0 - start).milliseconds / 1000 }
    }
}
