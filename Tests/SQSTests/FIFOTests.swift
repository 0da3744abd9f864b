import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct FIFOTests {
    private func withFIFO(
        _ attributes: [(String, JSON)] = [], _ body: (TestApus, JSON) async throws -> Void
    ) async throws {
        try await withApus([.sqs]) { apus in
            let all: [(String, JSON)] = [("FifoQueue", "true"), ("ContentBasedDeduplication", "true")]
            try await body(apus, try await apus.newQueue("q.fifo", all + attributes))
        }
    }

    @Test func messagesOfAGroupComeInOrder() async throws {
        try await withFIFO { apus, queue in
            for number in 0..<5 { try await apus.put("\(number)", to: queue, [("MessageGroupId", "g")]) }
            let first = try await apus.take(queue, [("MaxNumberOfMessages", 2)])
            #expect(texts(first) == ["0", "1"])
            #expect(try await apus.take(queue).isEmpty)
            for message in first { try await apus.drop(message, from: queue) }
            #expect(texts(try await apus.take(queue)) == ["2", "3", "4"])
        }
    }

    @Test func aGroupInFlightDoesNotHoldUpAnother() async throws {
        try await withFIFO { apus, queue in
            for group in ["a", "b"] {
                for number in 0..<2 {
                    try await apus.put("\(group)\(number)", to: queue, [("MessageGroupId", .string(group))])
                }
            }
            let one = try await apus.take(queue, [("MaxNumberOfMessages", 1)])
            #expect(texts(one) == ["a0"])
            #expect(texts(try await apus.take(queue)) == ["b0", "b1"])
            #expect(try await apus.take(queue).isEmpty)
        }
    }

    @Test func whatReturnsComesBeforeWhatFollowsIt() async throws {
        try await withFIFO([("VisibilityTimeout", "10")]) { apus, queue in
            for number in 0..<3 { try await apus.put("\(number)", to: queue, [("MessageGroupId", "g")]) }
            #expect(texts(try await apus.take(queue, [("MaxNumberOfMessages", 1)])) == ["0"])
            await apus.advance(by: .seconds(10))
            #expect(texts(try await apus.take(queue)) == ["0", "1", "2"])
        }
    }

    @Test func aRepetitionWithinFiveMinutesIsOneMessage() async throws {
        try await withFIFO { apus, queue in
            let first = try await apus.put("m", to: queue, [("MessageGroupId", "g")])
            let second = try await apus.put("m", to: queue, [("MessageGroupId", "g")])
            #expect(second["MessageId"] == first["MessageId"])
            #expect(second["SequenceNumber"] == first["SequenceNumber"])
            let message = try #require(try await apus.take(queue).first)
            try await apus.drop(message, from: queue)
            try await apus.put("m", to: queue, [("MessageGroupId", "g")])
            #expect(try await apus.take(queue).isEmpty)
            await apus.advance(by: .seconds(301))
            try await apus.put("m", to: queue, [("MessageGroupId", "g")])
            #expect(try await apus.take(queue).count == 1)
        }
    }

    @Test func sequenceNumbersGrow() async throws {
        try await withFIFO { apus, queue in
            var last = ""
            for number in 0..<20 {
                let sent = try await apus.put(
                    "\(number)", to: queue, [("MessageGroupId", .string("\(number % 3)"))])
                let sequence = sent["SequenceNumber"]?.string ?? ""
                #expect(sequence.count == 20 && sequence > last)
                last = sequence
            }
        }
    }

    @Test func aGroupIsDemanded() async throws {
        try await withFIFO { apus, queue in
            let failure = try await apus.failure("sqs:SendMessage", ["QueueUrl": queue, "MessageBody": "m"])
            #expect(failure?.message == "The request must contain the parameter MessageGroupId.")
        }
    }

    @Test func theSameAttemptReceivesTheSameMessages() async throws {
        try await withFIFO { apus, queue in
            try await apus.put("m", to: queue, [("MessageGroupId", "g")])
            let first = try await apus.take(queue, [("ReceiveRequestAttemptId", "x")])
            let again = try await apus.take(queue, [("ReceiveRequestAttemptId", "x")])
            #expect(first.count == 1)
            #expect(again.map { $0["MessageId"] } == first.map { $0["MessageId"] })
        }
    }

    @Test func aDelayOfTheQueueHoldsForEveryMessage() async throws {
        try await withFIFO([("DelaySeconds", "5")]) { apus, queue in
            try await apus.put("m", to: queue, [("MessageGroupId", "g")])
            #expect(try await apus.take(queue).isEmpty)
            await apus.advance(by: .seconds(5))
            #expect(texts(try await apus.take(queue)) == ["m"])
        }
    }
}
