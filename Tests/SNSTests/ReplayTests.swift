import ApusTesting
import Kernel
import SNS
import Store
import Testing
import Wire

/// The archive of FIFO topics, and replays from it.
@Suite struct ReplayTests {
    private static let policy = #"{"MessageRetentionPeriod":"2"}"#

    private func topic(_ apus: TestApus, archives: Bool = true) async throws -> String {
        var attributes: JSONObject = ["FifoTopic": "true"]
        if archives { attributes["ArchivePolicy"] = .string(Self.policy) }
        return try await apus.topic("ordered.fifo", .object(attributes))
    }

    private func publish(_ apus: TestApus, _ topic: String, _ numbers: some Sequence<Int>) async throws {
        for number in numbers {
            try await apus.publish(
                topic, "\(number)",
                ["MessageGroupId": "g", "MessageDeduplicationId": .string("d\(number)")])
        }
    }

    private func replay(
        _ apus: TestApus, _ subscription: String, from start: Instant, to end: Instant? = nil
    ) async throws {
        var policy: JSONObject = ["PointType": "Timestamp"]
        policy["StartingPoint"] = .string(start.timestamp.text(.iso8601, alwaysMilliseconds: true))
        policy["EndingPoint"] = end.map { .string($0.timestamp.text(.iso8601, alwaysMilliseconds: true)) }
        try await apus.invoke(
            "sns:SetSubscriptionAttributes",
            [
                "SubscriptionArn": .string(subscription), "AttributeName": "ReplayPolicy",
                "AttributeValue": .string(JSON.object(policy).text),
            ])
    }

    private func status(_ apus: TestApus, _ subscription: String) async throws -> String? {
        try await apus.invoke(
            "sns:GetSubscriptionAttributes", ["SubscriptionArn": .string(subscription)])[
                "Attributes"]?["ReplayStatus"]?.string
    }

    /// The messages that arrived, with whether each says that it is replayed.
    private func arrived(_ apus: TestApus) async throws -> [String] {
        try await apus.arrivals().map { arrival in
            let isReplayed = arrival.json["MessageAttributes"]?["Replayed"]?["Value"] == "true"
            return (isReplayed ? "replayed " : "") + (arrival.json["Message"]?.string ?? "")
        }
    }

    @Test func archivedMessagesComeAgainInTheirOrder() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            try await publish(apus, topic, 0..<3)
            let start = apus.now + .seconds(60)
            await apus.advance(by: .seconds(60))
            try await publish(apus, topic, 3..<80)
            let subscription = try await apus.subscribe(topic, TestApus.queue("q.fifo"))
            #expect(try await arrived(apus) == [])
            try await replay(apus, subscription, from: start)
            #expect(try await arrived(apus) == (3..<80).map { "replayed \($0)" })
            #expect(try await status(apus, subscription) == "Completed")
            try await publish(apus, topic, [80])
            #expect(try await arrived(apus).last == "80")
        }
    }

    @Test func aReplayKeepsNumberAndTimeAndEndsWhereItIsTold() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            let first = try await apus.publish(
                topic, "0", ["MessageGroupId": "g", "MessageDeduplicationId": "d"])
            let (start, end) = (apus.now, apus.now + .seconds(10))
            await apus.advance(by: .seconds(60))
            try await publish(apus, topic, 1..<3)
            let subscription = try await apus.subscribe(topic, TestApus.queue("q.fifo"))
            try await replay(apus, subscription, from: start, to: end)
            let arrivals = try await apus.arrivals()
            #expect(arrivals.map { $0.json["Message"]?.string } == ["0"])
            #expect(arrivals[0].json["MessageId"] == first["MessageId"])
            #expect(arrivals[0].json["SequenceNumber"] == first["SequenceNumber"])
            #expect(
                arrivals[0].json["Timestamp"]?.string
                    == start.timestamp.text(.iso8601, alwaysMilliseconds: true))
            #expect(arrivals[0].parameters["MessageDeduplicationId"] == "d")
        }
    }

    @Test func aSubscriptionCanBeginWithAReplay() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            try await publish(apus, topic, 0..<2)
            let policy = #"{"PointType":"Timestamp","StartingPoint":"2026-01-01T00:00:00.000Z"}"#
            try await apus.subscribe(
                topic, TestApus.queue("q.fifo"), over: "sqs",
                ["ReplayPolicy": .string(policy), "RawMessageDelivery": "true"])
            let arrivals = try await apus.arrivals()
            #expect(arrivals.map(\.text) == ["0", "1"])
            #expect(arrivals[0].parameters["MessageAttributes"]?["Replayed"]?["StringValue"] == "true")
        }
    }

    @Test func aFilterChoosesAmongReplayedMessages() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            let subscription = try await apus.subscribe(
                topic, TestApus.queue("q.fifo"), over: "sqs", ["FilterPolicy": #"{"Replayed":["true"]}"#])
            try await publish(apus, topic, 0..<2)
            #expect(try await arrived(apus) == [])
            try await replay(apus, subscription, from: TestApus.start)
            #expect(try await arrived(apus) == ["replayed 0", "replayed 1"])
        }
    }

    @Test func messagesPublishedDuringAReplayFollowItOnce() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            let subscription = try await apus.subscribe(topic, TestApus.queue("q.fifo"))
            try await publish(apus, topic, 0..<100)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await replay(apus, subscription, from: TestApus.start) }
                group.addTask { try await publish(apus, topic, 100..<200) }
                try await group.waitForAll()
            }
            let all = try await arrived(apus)
            #expect(all.prefix(100) == (0..<100).map { "\($0)" }[...])
            // A message before the beginning of the replay may come as a copy and again from the archive.
            let live = all.filter { !$0.hasPrefix("replayed ") }
            #expect(live == (0..<200).map { "\($0)" })
            let again = all.filter { $0.hasPrefix("replayed ") }
            #expect(again.count >= 100)
            #expect(again == (0..<again.count).map { "replayed \($0)" })
        }
    }

    @Test func theArchiveForgetsWhatIsOlderThanItsPeriod() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            try await publish(apus, topic, 0..<2)
            await apus.advance(by: .seconds(86_400))
            try await publish(apus, topic, 2..<4)
            await apus.advance(by: .seconds(86_401))
            let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])
            #expect(
                attributes["Attributes"]?["BeginningArchiveTime"]?.string
                    == "2026-01-01T00:00:01.000Z")
            let subscription = try await apus.subscribe(topic, TestApus.queue("q.fifo"))
            try await replay(apus, subscription, from: TestApus.start)
            #expect(try await arrived(apus) == ["replayed 2", "replayed 3"])
            try await publish(apus, topic, 4..<5)
            let rows = try await apus.kernel.store.read { tx in
                try tx.value("SELECT COUNT(*) FROM sns_archive", as: Int.self)
            }
            #expect(rows == 3)
        }
    }

    @Test func anArchiveThatEndsIsEmptiedAndItsTopicCanGo() async throws {
        try await withSNS { apus in
            let topic = try await topic(apus)
            try await publish(apus, topic, 0..<300)
            let failure = try await apus.failure("sns:DeleteTopic", ["TopicArn": .string(topic)])
            #expect(failure?.code == "InvalidState")
            try await apus.invoke(
                "sns:SetTopicAttributes",
                [
                    "TopicArn": .string(topic), "AttributeName": "ArchivePolicy", "AttributeValue": "{}",
                ])
            await apus.settle()
            let rows = try await apus.kernel.store.read { tx in
                try tx.value("SELECT COUNT(*) FROM sns_archive", as: Int.self)
            }
            #expect(rows == 0)
            let attributes = try await apus.invoke("sns:GetTopicAttributes", ["TopicArn": .string(topic)])
            #expect(attributes["Attributes"]?["BeginningArchiveTime"] == nil)
            #expect(attributes["Attributes"]?["ArchivePolicy"] == nil)
            try await apus.invoke("sns:DeleteTopic", ["TopicArn": .string(topic)])
        }
    }

    @Test(arguments: [
        "[]", #"{"MessageRetentionPeriod":"0"}"#, #"{"MessageRetentionPeriod":"366"}"#, #"{"Days":"1"}"#,
    ])
    func aPolicyThatIsNoneIsRefused(policy: String) async throws {
        try await withSNS { apus in
            let failure = try await apus.failure(
                "sns:CreateTopic",
                ["Name": "a.fifo", "Attributes": ["FifoTopic": "true", "ArchivePolicy": .string(policy)]])
            #expect(failure?.code == "InvalidParameter")
            #expect(failure?.message.contains("ArchivePolicy: ") == true)
        }
    }

    @Test(arguments: [
        #"{"PointType":"Number","StartingPoint":"2026-01-01T00:00:00Z"}"#, #"{"PointType":"Timestamp"}"#,
        #"{"PointType":"Timestamp","StartingPoint":"yesterday"}"#,
        #"{"PointType":"Timestamp","StartingPoint":"2026-01-02T00:00:00Z","EndingPoint":"2026-01-01T00:00:00Z"}"#,
    ])
    func aReplayThatIsNoneIsRefused(policy: String) async throws {
        try await withSNS { apus in
            let subscription = try await apus.subscribe(try await topic(apus), TestApus.queue("q.fifo"))
            let failure = try await apus.failure(
                "sns:SetSubscriptionAttributes",
                [
                    "SubscriptionArn": .string(subscription), "AttributeName": "ReplayPolicy",
                    "AttributeValue": .string(policy),
                ])
            #expect(failure?.code == "InvalidParameter")
            #expect(failure?.message.hasPrefix("Invalid parameter: ReplayPolicy: ") == true)
        }
    }

    @Test func withoutAnArchiveThereIsNoReplayAndStandardTopicsHaveNone() async throws {
        try await withSNS { apus in
            let subscription = try await apus.subscribe(
                try await topic(apus, archives: false), TestApus.queue("q.fifo"))
            let failure = try await apus.failure(
                "sns:SetSubscriptionAttributes",
                [
                    "SubscriptionArn": .string(subscription), "AttributeName": "ReplayPolicy",
                    "AttributeValue": #"{"PointType":"Timestamp","StartingPoint":"2026-01-01T00:00:00Z"}"#,
                ])
            #expect(
                failure?.message == "Invalid parameter: ReplayPolicy: the topic has no ArchivePolicy")
            let standard = try await apus.failure(
                "sns:CreateTopic", ["Name": "plain", "Attributes": ["ArchivePolicy": .string(Self.policy)]])
            #expect(standard?.code == "InvalidParameter")
        }
    }
}
