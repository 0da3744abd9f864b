import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct StandardQueueTests {
    @Test func aMessageIsReceivedWithItsFacts() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            let sent = try await apus.put("hello", to: queue)
            #expect(sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592")
            let message = try #require(try await apus.take(queue).first)
            #expect(message["MessageId"] == sent["MessageId"])
            #expect(message["Attributes"]?["ApproximateReceiveCount"] == "1")
            #expect(message["Attributes"]?["SentTimestamp"] == .string(String(TestApus.start.milliseconds)))
        }
    }

    @Test func aMessageReturnsWhenItsVisibilityTimeoutEnds() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue("q", [("VisibilityTimeout", "30")])
            try await apus.put("m", to: queue)
            #expect(try await apus.take(queue).count == 1)
            #expect(try await apus.take(queue).isEmpty)
            #expect(try await apus.tally(queue) == [0, 1, 0])
            await apus.advance(by: .seconds(30))
            #expect(try await apus.tally(queue) == [1, 0, 0])
            let again = try await apus.take(queue)
            #expect(again.first?["Attributes"]?["ApproximateReceiveCount"] == "2")
        }
    }

    @Test func aDeletedMessageStaysDeleted() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            try await apus.put("m", to: queue)
            let message = try #require(try await apus.take(queue).first)
            try await apus.drop(message, from: queue)
            await apus.advance(by: .seconds(60))
            #expect(try await apus.take(queue).isEmpty)
            #expect(try await apus.tally(queue) == [0, 0, 0])
            try await apus.drop(message, from: queue)
        }
    }

    @Test func aDelayedMessageIsNotSeenBeforeItsTime() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            try await apus.put("late", to: queue, [("DelaySeconds", 10)])
            try await apus.put("now", to: queue)
            #expect(texts(try await apus.take(queue)) == ["now"])
            #expect(try await apus.tally(queue) == [0, 1, 1])
            await apus.advance(by: .seconds(10))
            #expect(texts(try await apus.take(queue)) == ["late"])
        }
    }

    @Test func aLongPollEndsWithTheFirstMessage() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            async let polled = apus.take(queue, [("WaitTimeSeconds", 20)])
            await apus.settle()
            try await apus.put("m", to: queue)
            #expect(texts(try await polled) == ["m"])
            #expect(apus.now == TestApus.start)
        }
    }

    @Test func aLongPollEndsWhenAHiddenMessageReturns() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue("q", [("VisibilityTimeout", "5")])
            try await apus.put("m", to: queue)
            #expect(try await apus.take(queue).count == 1)
            async let polled = apus.take(queue, [("WaitTimeSeconds", 20)])
            await apus.settle()
            await apus.advance(by: .seconds(6))
            #expect(texts(try await polled) == ["m"])
        }
    }

    @Test func aLongPollOfAnEmptyQueueEndsWithNothing() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            async let polled = apus.take(queue, [("WaitTimeSeconds", 3)])
            await apus.settle()
            await apus.advance(by: .seconds(3))
            #expect(try await polled.isEmpty)
        }
    }

    @Test func zeroVisibilityShowsAMessageAtOnce() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            try await apus.put("m", to: queue)
            let message = try #require(try await apus.take(queue).first)
            try await apus.invoke(
                "sqs:ChangeMessageVisibility",
                ["QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"] ?? "", "VisibilityTimeout": 0])
            #expect(try await apus.take(queue).count == 1)
        }
    }

    @Test func theVisibilityOfAMessageThatIsNotInFlightCannotBeChanged() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue("q", [("VisibilityTimeout", "1")])
            try await apus.put("m", to: queue)
            let message = try #require(try await apus.take(queue).first)
            await apus.advance(by: .seconds(2))
            let failure = try await apus.failure(
                "sqs:ChangeMessageVisibility",
                ["QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"] ?? "", "VisibilityTimeout": 5])
            #expect(failure?.code == "MessageNotInflight")
        }
    }

    @Test func messagesPastTheirRetentionAreGone() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue("q", [("MessageRetentionPeriod", "60")])
            try await apus.put("old", to: queue)
            await apus.advance(by: .seconds(59))
            try await apus.put("young", to: queue)
            await apus.advance(by: .seconds(2))
            #expect(try await apus.tally(queue) == [1, 0, 0])
            #expect(texts(try await apus.take(queue)) == ["young"])
        }
    }

    @Test func attributesTravelWithTheMessageAndHaveADigest() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            let attributes: JSON = [
                "city": ["DataType": "String", "StringValue": "Any City"],
                "count": ["DataType": "Number", "StringValue": "1"],
            ]
            let sent = try await apus.put("m", to: queue, [("MessageAttributes", attributes)])
            let message = try #require(try await apus.take(queue).first)
            #expect(message["MessageAttributes"]?["city"]?["StringValue"] == "Any City")
            #expect(message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"])
        }
    }

    @Test func aBatchTellsEachEntrysFate() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            let answer = try await apus.invoke(
                "sqs:SendMessageBatch",
                [
                    "QueueUrl": queue,
                    "Entries": [
                        ["Id": "a", "MessageBody": "1"], ["Id": "b", "MessageBody": "\u{1}"],
                        ["Id": "c", "MessageBody": "3"],
                    ],
                ])
            #expect((answer["Successful"]?.array ?? []).map { $0["Id"] } == ["a", "c"])
            #expect(answer["Failed"]?.array?.first?["Code"] == "InvalidMessageContents")
            #expect(texts(try await apus.take(queue)) == ["1", "3"])
        }
    }

    @Test(
        arguments: [
            (["a", "a"], "BatchEntryIdsNotDistinct", "Id a repeated."),
            (["a b"], "InvalidBatchEntryId", nil),
            ([], "EmptyBatchRequest", nil),
            (
                (0...10).map { "m\($0)" }, "TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are 10. You have sent 11."
            ),
        ] as [([String], String, String?)])
    func aBatchOutOfOrderIsRefused(ids: [String], code: String, message: String?) async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            let failure = try await apus.failure(
                "sqs:SendMessageBatch",
                [
                    "QueueUrl": queue,
                    "Entries": .array(ids.map { ["Id": .string($0), "MessageBody": "m"] }),
                ])
            #expect(failure?.code == code)
            if let message { #expect(failure?.message == message) }
        }
    }

    @Test func aPurgedQueueIsEmptyAndGoesOn() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            for number in 0..<300 { try await apus.put("\(number)", to: queue) }
            let held = try #require(try await apus.take(queue).first)
            try await apus.invoke("sqs:PurgeQueue", ["QueueUrl": queue])
            #expect(try await apus.tally(queue) == [0, 0, 0])
            try await apus.put("new", to: queue)
            try await apus.drop(held, from: queue)
            await apus.advance(by: .seconds(59))
            #expect(texts(try await apus.take(queue)) == ["new"])
            #expect(
                try await apus.failure("sqs:PurgeQueue", ["QueueUrl": queue])?.code == "PurgeQueueInProgress")
        }
    }

    @Test func thousandsOfMessagesKeepTheirOrderOfArrival() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            for number in 0..<500 { try await apus.put("\(number)", to: queue) }
            var seen: [String] = []
            for _ in 0..<50 {
                let page = try await apus.take(queue)
                seen += texts(page)
                for message in page { try await apus.drop(message, from: queue) }
            }
            #expect(seen == (0..<500).map(String.init))
        }
    }
}
