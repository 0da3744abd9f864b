import ApusTesting
import Kernel
import SNS
import Testing
import Wire

@Suite struct ConfirmationTests {
    private func asked(_ apus: TestApus) async throws -> (topic: String, token: JSON) {
        let topic = try await apus.topic()
        try await apus.subscribe(topic, "http://127.0.0.1:9/hook", over: "http")
        await apus.settle()
        let request = try #require(apus.http.requests.last)
        return (topic, try JSON(parsing: request.body)["Token"] ?? "")
    }

    private func refusal(_ apus: TestApus, _ topic: String, _ token: JSON) async throws -> String? {
        let failure = try await apus.failure(
            "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": token])
        #expect(failure?.code == "InvalidParameter")
        return failure?.message
    }

    @Test func aTopicOfAnotherRegionOrNoneIsRefused() async throws {
        try await withSNS { apus in
            let (_, token) = try await asked(apus)
            let elsewhere = "arn:aws:sns:us-west-2:000000000000:readings"
            #expect(try await refusal(apus, elsewhere, token) == "Invalid parameter: Topic")
            #expect(try await refusal(apus, "readings", token) == "Invalid parameter: Topic")
        }
    }

    @Test func anUnknownTokenIsWhatIsWrongAlsoWithATopicThatDoesNotExist() async throws {
        try await withSNS { apus in
            let (topic, _) = try await asked(apus)
            #expect(try await refusal(apus, topic + "-gone", "guess") == "Invalid parameter: Token")
        }
    }

    @Test func theTokenSaysWhichSubscriptionItIsWhateverTheTopicIsCalled() async throws {
        try await withSNS { apus in
            let (topic, token) = try await asked(apus)
            let answer = try await apus.invoke(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic + "-mistyped"), "Token": token])
            #expect(answer["SubscriptionArn"]?.string?.hasPrefix(topic + ":") == true)
        }
    }
}
