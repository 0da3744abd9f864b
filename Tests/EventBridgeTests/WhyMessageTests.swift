import ApusTesting
import Kernel
import Testing
import Wire

/// Why a message of a topic or a queue did not come through.
@Suite struct WhyMessageTests {
    private static func arn(_ queue: String) -> String { TestApus.arn("sqs", queue) }

    @Test func aFilterNamesTheAttributeThatDiffered() async throws {
        try await withFlows { apus in
            for name in ["all", "some", "body"] { try await apus.queue(name) }
            try await apus.topic("t")
            try await apus.subscribe(Self.arn("all"), to: "t")
            try await apus.subscribe(
                Self.arn("some"), to: "t", "sqs", ["FilterPolicy": #"{"kind":["a","b"]}"#])
            try await apus.subscribe(
                Self.arn("body"), to: "t", "sqs",
                ["FilterPolicy": #"{"x":[1]}"#, "FilterPolicyScope": "MessageBody"])
            let id = try await apus.invoke(
                "sns:Publish",
                [
                    "TopicArn": .string(TestApus.arn("sns", "t")), "Message": #"{"x":2}"#,
                    "MessageAttributes": ["kind": ["DataType": "String", "StringValue": "c"]],
                ])["MessageId"]?.string
            let path = try await apus.path(id)
            let misses = path.places.filter { $0["state"]?.string == "notMatched" }
            #expect(misses.map { $0["field"]?.string } == ["kind", "x"])
            #expect(misses.map { $0["found"]?.string } == [#"["c"]"#, "[2]"])
            #expect(path.ends == ["waiting": 1, "notMatched": 2])
        }
    }

    @Test func anUnconfirmedSubscriptionSaysUntilWhenItWaits() async throws {
        try await withFlows { apus in
            try await apus.topic("t")
            try await apus.subscribe("http://hooks.example/in", to: "t", "http")
            let id = try await apus.invoke(
                "sns:Publish", ["TopicArn": .string(TestApus.arn("sns", "t")), "Message": "m"]
            )["MessageId"]?.string
            let miss = try await apus.path(id).first("notMatched")
            #expect(miss?["what"]?.string?.contains("waits to be confirmed") == true)
            #expect(miss?["until"]?.string == "2026-01-03T00:00:00.000Z")
        }
    }

    @Test func theTopicsOfAWideFanOutTellOfEveryCopy() async throws {
        try await withFlows { apus in
            try await apus.topic("t")
            for number in 0..<70 {
                try await apus.queue("q\(number)")
                try await apus.subscribe(Self.arn("q\(number)"), to: "t")
            }
            let id = try await apus.invoke(
                "sns:Publish", ["TopicArn": .string(TestApus.arn("sns", "t")), "Message": "m"]
            )["MessageId"]?.string
            await apus.settle()
            #expect(try await apus.path(id).ends == ["waiting": 70])
        }
    }

    @Test func aMessageTellsWhetherItWaitsIsHiddenOrGone() async throws {
        try await withFlows { apus in
            try await apus.queue("q", ["VisibilityTimeout": "30"])
            let id = try await apus.send("m", to: "q", ["DelaySeconds": 10])
            let delayed = try await apus.path(id).first("waiting")
            #expect(delayed?["what"]?.string?.contains("its delay has not ended") == true)
            #expect(delayed?["until"]?.string == "2026-01-01T00:00:10.000Z")
            await apus.advance(by: .seconds(10))
            #expect(try await apus.path(id).told(of: ":q").first?.contains("can be received again") == false)
            let handle = try await apus.receive("q").first?["ReceiptHandle"] ?? ""
            #expect(try await apus.path(id).first("waiting")?["until"]?.string == "2026-01-01T00:00:40.000Z")
            await apus.advance(by: .seconds(31))
            #expect(try await apus.path(id).told(of: ":q").first?.contains("can be received again") == true)
            let url: JSON = try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "q"])["QueueUrl"] ?? ""
            try await apus.invoke("sqs:DeleteMessage", ["QueueUrl": url, "ReceiptHandle": handle])
            #expect(
                try await apus.path(id).told(of: ":q", "done")
                    == ["It is not in the queue any more: who received it deleted it."])
        }
    }

    @Test func aMessageBehindItsGroupNamesTheGroup() async throws {
        try await withFlows { apus in
            try await apus.queue("q.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"])
            try await apus.send("first", to: "q.fifo", ["MessageGroupId": "g"])
            let url: JSON =
                try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "q.fifo"])["QueueUrl"] ?? ""
            try await apus.invoke("sqs:ReceiveMessage", ["QueueUrl": url, "MaxNumberOfMessages": 1])
            let id = try await apus.send("second", to: "q.fifo", ["MessageGroupId": "g"])
            let waiting = try await apus.path(id).first("waiting")
            #expect(waiting?["what"]?.string?.contains("behind the first message of its group g") == true)
            #expect(waiting?["until"]?.string == "2026-01-01T00:00:30.000Z")
        }
    }

    @Test func aDeadLetterIsFollowedToItsQueueAndBack() async throws {
        try await withFlows { apus in
            try await apus.queue("dead")
            try await apus.queue(
                "q",
                [
                    "VisibilityTimeout": "5",
                    "RedrivePolicy": .string(
                        #"{"deadLetterTargetArn":"\#(Self.arn("dead"))","maxReceiveCount":1}"#),
                ])
            let id = try await apus.send("m", to: "q")
            try await apus.receive("q")
            await apus.advance(by: .seconds(6))
            try await apus.receive("q")
            let path = try await apus.path(id)
            #expect(path.told(of: ":dead", "arrived").first?.contains("it was received 1 time.") == true)
            #expect(path.ends == ["waiting": 1])
            try await apus.invoke("sqs:StartMessageMoveTask", ["SourceArn": .string(Self.arn("dead"))])
            await apus.settle()
            let again = try await apus.path(id)
            #expect(again.told(of: ":q", "arrived").last?.contains("a move task took it") == true)
            #expect(again.ends == ["waiting": 1])
        }
    }

    @Test func expiredAndPurgedMessagesSaySo() async throws {
        try await withFlows { apus in
            try await apus.queue("q", ["MessageRetentionPeriod": "60"])
            let old = try await apus.send("old", to: "q")
            await apus.advance(by: .seconds(61))
            #expect(
                try await apus.path(old).told(of: ":q", "lost")
                    == ["The message was thrown away: it was older than its queue keeps messages."])
            let id = try await apus.send("new", to: "q")
            let url: JSON = try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "q"])["QueueUrl"] ?? ""
            try await apus.invoke("sqs:PurgeQueue", ["QueueUrl": url])
            await apus.settle()
            #expect(try await apus.path(id).ends == ["lost": 1])
        }
    }
}
