import ApusTesting
import SQS
import Testing
import Wire

/// A batch for a FIFO queue of which one entry lacks what the queue demands is refused as a whole.
@Suite struct FIFOBatchTests {
    private func refusal(_ lacking: JSON) async throws -> (code: String?, message: String?) {
        var refused: (code: String?, message: String?) = (nil, nil)
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("orders.fifo", ["FifoQueue": "true"])
            let failure = try await apus.failure(
                "sqs:SendMessageBatch",
                [
                    "QueueUrl": .string(url),
                    "Entries": [
                        [
                            "Id": "whole", "MessageBody": "x", "MessageGroupId": "g",
                            "MessageDeduplicationId": "1",
                        ],
                        lacking,
                    ],
                ])
            refused = (failure?.queryCode, failure?.message)
            #expect(try await apus.counts(url) == [0, 0, 0])
        }
        return refused
    }

    @Test func anEntryWithoutAGroupRefusesAll() async throws {
        let refused = try await refusal(["Id": "b", "MessageBody": "x", "MessageDeduplicationId": "2"])
        #expect(refused.code == "InvalidParameterValue")
        #expect(refused.message == "The request must contain the parameter MessageGroupId.")
    }

    @Test func anEntryThatCannotBeDeduplicatedRefusesAll() async throws {
        let refused = try await refusal(["Id": "b", "MessageBody": "x", "MessageGroupId": "g"])
        #expect(refused.code == "InvalidParameterValue")
        #expect(
            refused.message
                == "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId "
                + "provided explicitly")
    }
}
