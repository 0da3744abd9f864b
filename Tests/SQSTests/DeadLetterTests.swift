import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct DeadLetterTests {
    private func withDeadLetters(
        fifo: Bool = false, _ body: (TestApus, _ source: JSON, _ grave: JSON) async throws -> Void
    ) async throws {
        try await withApus([.sqs]) { apus in
            let type: [(String, JSON)] =
                fifo ? [("FifoQueue", "true"), ("ContentBasedDeduplication", "true")] : []
            let suffix = fifo ? ".fifo" : ""
            let grave = try await apus.newQueue("dlq\(suffix)", type)
            let redrive: JSON = [
                "deadLetterTargetArn": .string(try await apus.arnOf(grave)), "maxReceiveCount": 2,
            ]
            let source = try await apus.newQueue(
                "q\(suffix)", type + [("RedrivePolicy", .string(redrive.text)), ("VisibilityTimeout", "1")])
            try await body(apus, source, grave)
        }
    }

    private func exhaust(_ apus: TestApus, _ queue: JSON) async throws {
        for _ in 0..<3 {
            _ = try await apus.take(queue)
            await apus.advance(by: .seconds(2))
        }
    }

    @Test(arguments: [false, true])
    func aMessageReceivedTooOftenMovesWithItsIdentity(fifo: Bool) async throws {
        try await withDeadLetters(fifo: fifo) { apus, source, grave in
            let sent = try await apus.put("poison", to: source, fifo ? [("MessageGroupId", "g")] : [])
            try await exhaust(apus, source)
            #expect(try await apus.tally(source) == [0, 0, 0])
            let letter = try #require(try await apus.take(grave).first)
            #expect(letter["MessageId"] == sent["MessageId"])
            #expect(letter["Attributes"]?["DeadLetterQueueSourceArn"] == .string(try await apus.arnOf(source)))
            if fifo { #expect(letter["Attributes"]?["MessageGroupId"] == "g") }
        }
    }

    @Test func theSourcesOfADeadLetterQueueAreListed() async throws {
        try await withDeadLetters { apus, source, grave in
            let listed = try await apus.invoke("sqs:ListDeadLetterSourceQueues", ["QueueUrl": grave])
            #expect(listed["queueUrls"]?.array == [source])
        }
    }

    @Test func deadLettersMoveBackToWhereTheyCameFrom() async throws {
        try await withDeadLetters { apus, source, grave in
            for number in 0..<120 { try await apus.put("\(number)", to: source) }
            for _ in 0..<40 {
                _ = try await apus.take(source)
                await apus.advance(by: .seconds(2))
            }
            #expect(try await apus.tally(grave) == [120, 0, 0])
            try await apus.invoke(
                "sqs:StartMessageMoveTask", ["SourceArn": .string(try await apus.arnOf(grave))])
            await apus.advance(by: .seconds(1))
            let tasks = try await apus.invoke(
                "sqs:ListMessageMoveTasks", ["SourceArn": .string(try await apus.arnOf(grave))])
            let task = tasks["Results"]?.array?.first
            #expect(task?["Status"] == "COMPLETED")
            #expect(task?["ApproximateNumberOfMessagesMoved"] == 120)
            #expect(try await apus.tally(source) == [120, 0, 0])
            #expect(try await apus.tally(grave) == [0, 0, 0])
        }
    }

    @Test func aLimitedMoveCanBeCancelledHalfWay() async throws {
        try await withDeadLetters { apus, source, grave in
            for number in 0..<20 { try await apus.put("\(number)", to: grave) }
            let started = try await apus.invoke(
                "sqs:StartMessageMoveTask",
                [
                    "SourceArn": .string(try await apus.arnOf(grave)), "MaxNumberOfMessagesPerSecond": 1,
                    "DestinationArn": .string(try await apus.arnOf(source)),
                ])
            await apus.advance(by: .milliseconds(4500))
            let cancelled = try await apus.invoke(
                "sqs:CancelMessageMoveTask", ["TaskHandle": started["TaskHandle"] ?? ""])
            #expect(cancelled["ApproximateNumberOfMessagesMoved"] == 5)
            await apus.advance(by: .seconds(10))
            #expect(try await apus.tally(source) == [5, 0, 0])
        }
    }

    @Test func aDeadLetterQueueMustExist() async throws {
        try await withApus([.sqs]) { apus in
            let failure = try await apus.failure(
                "sqs:CreateQueue",
                [
                    "QueueName": "q",
                    "Attributes": [
                        "RedrivePolicy":
                            #"{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:000000000000:x","maxReceiveCount":1}"#
                    ],
                ])
            #expect(failure?.queryCode == "InvalidParameterValue")
            #expect(failure?.message.hasSuffix("Reason: Dead letter target does not exist.") == true)
        }
    }
}
