import ApusTesting
import CloudWatchLogs
import Kernel
import SNS
import Testing
import Wire

@Suite struct DeliveryStatusTests {
    private static let role = "arn:aws:iam::\(TestApus.account):role/feedback"

    private func withLogs(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus(
            [ServiceDescriptor(Queues.self), ServiceDescriptor(Functions.self), .sns, .cloudWatchLogs], body)
    }

    /// A topic that logs everything of a protocol.
    private func topic(_ apus: TestApus, _ medium: String, _ more: JSON = [:]) async throws -> String {
        var attributes: JSONObject = [:]
        attributes["\(medium)SuccessFeedbackRoleArn"] = .string(Self.role)
        attributes["\(medium)FailureFeedbackRoleArn"] = .string(Self.role)
        for member in more.object?.members ?? [] { attributes[member.name] = member.value }
        return try await apus.topic("t", .object(attributes))
    }

    private func entries(_ apus: TestApus, failures: Bool = false) async throws -> [JSON] {
        await apus.settle()
        let group = "sns/\(TestApus.region)/\(TestApus.account)/t\(failures ? "/Failure" : "")"
        do {
            let found = try await apus.invoke("logs:FilterLogEvents", ["logGroupName": .string(group)])
            return try (found["events"]?.array ?? []).map { try JSON(parsing: $0["message"]?.string ?? "") }
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            return []
        }
    }

    @Test func aCopyForAQueueIsLogged() async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "SQS")
            try await apus.subscribe(topic, TestApus.queue("q"))
            let id = try await apus.publish(topic, "hello")["MessageId"]
            let entry = try #require(try await entries(apus).first)
            #expect(entry.object?.names == ["notification", "delivery", "status"])
            #expect(
                entry["notification"] == [
                    "messageMD5Sum": "5d41402abc4b2a76b9719d911017c592", "messageId": id ?? "",
                    "topicArn": .string(topic), "timestamp": "2026-01-01 00:00:00.0",
                ])
            #expect(entry["status"] == "SUCCESS")
            let delivery = entry["delivery"]
            #expect(delivery?["destination"] == .string(TestApus.queue("q")))
            #expect(delivery?["statusCode"]?.integer == 200)
            #expect(delivery?["attempts"]?.integer == 1)
            #expect(delivery?["dwellTimeMs"]?.integer == 0)
            #expect(delivery?["deliveryId"]?.string?.utf8.count == 36)
            let response = try JSON(parsing: delivery?["providerResponse"]?.string ?? "")
            #expect(response.object?.names == ["sqsRequestId", "sqsMessageId"])
            #expect(try await entries(apus, failures: true).isEmpty)
        }
    }

    @Test func aCopyThatFailsForGoodIsLoggedAmongTheFailures() async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "SQS")
            try await apus.subscribe(topic, TestApus.queue("missing"))
            try await apus.publish(topic, "hello")
            let entry = try #require(try await entries(apus, failures: true).first)
            #expect(entry["status"] == "FAILURE")
            #expect(entry["delivery"]?["statusCode"]?.integer == 400)
            let response = try JSON(parsing: entry["delivery"]?["providerResponse"]?.string ?? "")
            #expect(
                response == [
                    "ErrorCode": "NotFound", "ErrorMessage": "The queue does not exist.",
                    "sqsRequestId": "Unrecoverable",
                ])
            #expect(try await entries(apus).isEmpty)
        }
    }

    @Test func anEntryTellsHowManyAttemptsItTook() async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "SQS")
            try await apus.subscribe(topic, TestApus.queue("slow"))
            try await apus.publish(topic, "hello")
            let entry = try #require(try await entries(apus).first)
            #expect(entry["status"] == "SUCCESS")
            #expect(entry["delivery"]?["attempts"]?.integer == 4)
        }
    }

    @Test func aRunOfAFunctionIsLogged() async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "Lambda")
            let function = "arn:aws:lambda:\(TestApus.region):\(TestApus.account):function:f"
            try await apus.subscribe(topic, function, over: "lambda")
            try await apus.subscribe(topic, TestApus.queue("q"))
            try await apus.publish(topic, "hello")
            let found = try await entries(apus)
            #expect(found.map { $0["delivery"]?["destination"] } == [.string(function)])
            #expect(found.first?["delivery"]?["statusCode"]?.integer == 202)
            #expect(
                found.first?["delivery"]?["providerResponse"]?.string?.contains("lambdaRequestId") == true)
        }
    }

    @Test func anAnswerOfAWebEndpointIsLogged() async throws {
        try await withLogs { apus in
            let topic = try await topic(
                apus, "HTTP",
                [
                    "DeliveryPolicy":
                        #"{"http":{"defaultHealthyRetryPolicy":{"numRetries":1,"minDelayTarget":1,"maxDelayTarget":1}}}"#
                ])
            try await apus.subscribe(topic, "http://127.0.0.1:9/hook", over: "http")
            await apus.settle()
            let asked = try JSON(parsing: try #require(apus.http.requests.last).body)
            try await apus.invoke(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": asked["Token"] ?? ""])
            apus.http.answer { _ in OutboundResponse(status: 200, body: Array("thanks".utf8)) }
            try await apus.publish(topic, "one")
            let success = try #require(try await entries(apus).first)
            #expect(success["delivery"]?["providerResponse"] == "thanks")
            #expect(success["delivery"]?["statusCode"]?.integer == 200)
            apus.http.answer { _ in OutboundResponse(status: 503, body: Array("busy".utf8)) }
            try await apus.publish(topic, "two")
            await apus.advance(by: .seconds(60))
            let failure = try #require(try await entries(apus, failures: true).first)
            #expect(failure["delivery"]?["providerResponse"] == "busy")
            #expect(failure["delivery"]?["statusCode"]?.integer == 503)
            #expect(failure["delivery"]?["attempts"]?.integer == 2)
            #expect(failure["delivery"]?["dwellTimeMs"]?.integer == 1000)
        }
    }

    @Test(arguments: [("0", 0...0), ("100", 200...200), ("50", 60...140)])
    func ofSuccessesAsManyAreLoggedAsTheRateSays(rate: String, counts: ClosedRange<Int>) async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "SQS", ["SQSSuccessFeedbackSampleRate": .string(rate)])
            try await apus.subscribe(topic, TestApus.queue("q"))
            for number in 0..<200 { try await apus.publish(topic, "\(number)") }
            #expect(counts.contains(try await entries(apus).count))
        }
    }

    @Test func aPushThatIsRecordedIsLoggedAsThat() async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "Application")
            let application = try await apus.invoke(
                "sns:CreatePlatformApplication",
                ["Name": "a", "Platform": "GCM", "Attributes": ["PlatformCredential": "k"]])
            let endpoint = try await apus.invoke(
                "sns:CreatePlatformEndpoint",
                ["PlatformApplicationArn": application["PlatformApplicationArn"] ?? "", "Token": "device"])
            let arn = endpoint["EndpointArn"]?.string ?? ""
            try await apus.subscribe(topic, arn, over: "application")
            try await apus.publish(topic, "hello")
            let entry = try #require(try await entries(apus).first)
            #expect(entry["delivery"]?["destination"] == .string(arn))
            #expect(entry["delivery"]?["providerResponse"]?.string?.contains("not sent") == true)
            try await apus.invoke(
                "sns:SetEndpointAttributes",
                ["EndpointArn": .string(arn), "Attributes": ["Enabled": "false"]])
            try await apus.publish(topic, "again")
            #expect(try await entries(apus, failures: true).count == 1)
        }
    }

    @Test func attributesAreCheckedToldAndTakenAway() async throws {
        try await withLogs { apus in
            let topic = try await topic(apus, "SQS", ["SQSSuccessFeedbackSampleRate": "10"])
            func set(_ name: String, _ value: String) async throws -> String? {
                try await apus.failure(
                    "sns:SetTopicAttributes",
                    [
                        "TopicArn": .string(topic), "AttributeName": .string(name),
                        "AttributeValue": .string(value),
                    ])?.message
            }
            for (name, value) in [
                ("SQSSuccessFeedbackSampleRate", "101"), ("SQSSuccessFeedbackSampleRate", "many"),
                ("LambdaFailureFeedbackRoleArn", "feedback"),
            ] {
                #expect(try await set(name, value) == "Invalid parameter: \(name)")
            }
            #expect(
                try await set("FaxFailureFeedbackRoleArn", Self.role) == "Invalid parameter: AttributeName")
            let told = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])[
                "Attributes"]
            #expect(told?["SQSSuccessFeedbackRoleArn"] == .string(Self.role))
            #expect(told?["SQSSuccessFeedbackSampleRate"] == "10")
            #expect(try await set("SQSSuccessFeedbackRoleArn", "") == nil)
            let left = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])[
                "Attributes"]
            #expect(left?["SQSSuccessFeedbackRoleArn"] == nil)
        }
    }
}
