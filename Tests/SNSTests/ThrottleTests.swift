import ApusTesting
import Kernel
import SNS
import Testing
import Wire

@Suite struct ThrottleTests {
    private let endpoint = "http://127.0.0.1:9/hook"
    private let throttle = #"{"throttlePolicy":{"maxReceivesPerSecond":2}}"#

    private func confirmed(
        _ apus: TestApus, _ topic: String, at endpoint: String, _ attributes: JSON = [:]
    ) async throws -> String {
        let arn = try await apus.subscribe(topic, endpoint, over: "http", attributes)
        await apus.settle()
        let asked = try JSON(parsing: try #require(apus.http.requests.last).body)
        try await apus.invoke(
            "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": asked["Token"] ?? ""])
        return arn
    }

    private func attribute(_ apus: TestApus, _ arn: String, _ name: String) async throws -> JSON? {
        let attributes = try await apus.invoke(
            "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(arn)])["Attributes"]
        return try attributes?[name]?.string.map { try JSON(parsing: $0) }
    }

    /// When the endpoint was asked, in milliseconds from now on.
    private func times(_ apus: TestApus, _ body: () async throws -> Void) async throws -> [Int64] {
        let times = Times()
        let start = apus.now
        apus.http.answer { [kernel = apus.kernel] _ in
            times.note(kernel.time.now)
            return OutboundResponse(status: 200)
        }
        try await body()
        return times.milliseconds(since: start)
    }

    @Test func aThrottledSubscriptionGetsSoManyASecond() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            _ = try await confirmed(apus, topic, at: endpoint, ["DeliveryPolicy": .string(throttle)])
            let times = try await times(apus) {
                for number in 0..<10 { try await apus.publish(topic, "\(number)") }
                await apus.advance(by: .seconds(60))
            }
            #expect(times == (0..<10).map { $0 * 500 })
        }
    }

    @Test func eachSubscriptionHasARateOfItsOwn() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy = #"{"http":{"defaultThrottlePolicy":{"maxReceivesPerSecond":1}}}"#
            try await apus.invoke(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(topic), "AttributeName": "DeliveryPolicy",
                    "AttributeValue": .string(policy),
                ])
            _ = try await confirmed(apus, topic, at: endpoint)
            _ = try await confirmed(
                apus, topic, at: "http://127.0.0.1:9/other", ["DeliveryPolicy": .string(throttle)])
            let times = try await times(apus) {
                for number in 0..<3 { try await apus.publish(topic, "\(number)") }
                await apus.advance(by: .seconds(60))
            }
            #expect(times.sorted() == [0, 0, 500, 1000, 1000, 2000])
        }
    }

    @Test func aThrottledSubscriptionDelaysNoOther() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            _ = try await confirmed(
                apus, topic, at: endpoint,
                ["DeliveryPolicy": #"{"throttlePolicy":{"maxReceivesPerSecond":1}}"#])
            _ = try await confirmed(apus, topic, at: "http://127.0.0.1:9/other")
            for number in 0..<300 { try await apus.publish(topic, "\(number)") }
            await apus.settle()
            #expect(apus.http.requests.filter { $0.url.hasSuffix("/other") }.count == 300 + 1)
        }
    }

    @Test func aThrottlePolicyIsTold() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await confirmed(apus, topic, at: endpoint, ["DeliveryPolicy": .string(throttle)])
            let told: JSON = ["maxReceivesPerSecond": 2]
            #expect(try await attribute(apus, arn, "DeliveryPolicy")?["throttlePolicy"] == told)
            #expect(try await attribute(apus, arn, "EffectiveDeliveryPolicy")?["throttlePolicy"] == told)
        }
    }

    @Test func aTopicsThrottlePolicyIsToldAndInForceForItsSubscriptions() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let arn = try await confirmed(apus, topic, at: endpoint)
            #expect(
                try await attribute(apus, arn, "EffectiveDeliveryPolicy")?["throttlePolicy"]?.isNull == true)
            let policy = #"{"http":{"defaultThrottlePolicy":{"maxReceivesPerSecond":7}}}"#
            try await apus.invoke(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(topic), "AttributeName": "DeliveryPolicy",
                    "AttributeValue": .string(policy),
                ])
            let attributes = try await apus.invoke(
                "sns:GetTopicAttributes", ["TopicArn": .string(topic)])["Attributes"]
            for name in ["DeliveryPolicy", "EffectiveDeliveryPolicy"] {
                let told = try JSON(parsing: attributes?[name]?.string ?? "")
                #expect(told["http"]?["defaultThrottlePolicy"] == ["maxReceivesPerSecond": 7])
            }
            #expect(
                try await attribute(apus, arn, "EffectiveDeliveryPolicy")?["throttlePolicy"]
                    == ["maxReceivesPerSecond": 7])
        }
    }

    @Test func aRateThatIsNoneIsRefusedForATopic() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let policy = #"{"http":{"defaultThrottlePolicy":{"maxReceivesPerSecond":"fast"}}}"#
            let failure = try await apus.failure(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(topic), "AttributeName": "DeliveryPolicy",
                    "AttributeValue": .string(policy),
                ])
            #expect(
                failure?.message.hasSuffix("maxReceivesPerSecond must be a number greater than or equal to 1")
                    == true)
        }
    }
}

extension Times {
    func milliseconds(since start: Instant) -> [Int64] { instants.map { ($0 - start).milliseconds } }
}
