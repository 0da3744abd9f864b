import ApusTesting
import SQS
import Testing
import Wire

@Suite struct BatchTests {
    @Test func messagesAreStoredInTheOrderOfTheBatch() async throws {
        try await withQueue { apus, url in
            let entries = JSON.array((0..<10).map { ["Id": .string("\($0)"), "MessageBody": .string("m\($0)")] })
            let answer = try await apus.invoke("sqs:SendMessageBatch", ["QueueUrl": .string(url), "Entries": entries])
            #expect(answer["Successful"]?.array?.count == 10)
            #expect(try await apus.bodies(url) == (0..<10).map { "m\($0)" })
        }
    }

    @Test func entriesFailOneByOne() async throws {
        try await withQueue { apus, url in
            let answer = try await apus.invoke(
                "sqs:SendMessageBatch",
                [
                    "QueueUrl": .string(url),
                    "Entries": [
                        ["Id": "good", "MessageBody": "x"], ["Id": "empty", "MessageBody": ""],
                        ["Id": "late", "MessageBody": "x", "DelaySeconds": 901],
                    ],
                ])
            #expect(answer["Successful"]?.array?.map { $0["Id"] } == ["good"])
            let failed = answer["Failed"]?.array ?? []
            #expect(failed.map { $0["Id"] } == ["empty", "late"])
            #expect(failed.map { $0["Code"] } == ["MissingParameter", "InvalidParameterValue"])
            #expect(failed.allSatisfy { $0["SenderFault"] == true })
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    @Test func receivedMessagesAreDeletedAndHiddenInBatches() async throws {
        try await withQueue { apus, url in
            for index in 0..<4 { try await apus.send("\(index)", to: url) }
            let handles = try await apus.receive(url).compactMap { $0["ReceiptHandle"] }
            let changed = try await apus.invoke(
                "sqs:ChangeMessageVisibilityBatch",
                [
                    "QueueUrl": .string(url),
                    "Entries": [
                        ["Id": "a", "ReceiptHandle": handles[0], "VisibilityTimeout": 0],
                        ["Id": "b", "ReceiptHandle": "junk", "VisibilityTimeout": 0],
                        ["Id": "c", "ReceiptHandle": handles[1], "VisibilityTimeout": 43_201],
                    ],
                ])
            #expect(changed["Successful"] == [["Id": "a"]])
            #expect(
                changed["Failed"]?.array?.map { $0["Code"] } == ["ReceiptHandleIsInvalid", "InvalidParameterValue"])
            let deleted = try await apus.invoke(
                "sqs:DeleteMessageBatch",
                [
                    "QueueUrl": .string(url),
                    "Entries": [
                        ["Id": "a", "ReceiptHandle": handles[2]], ["Id": "b", "ReceiptHandle": handles[3]],
                        ["Id": "c", "ReceiptHandle": handles[3]], ["Id": "d", "ReceiptHandle": "junk"],
                    ],
                ])
            #expect(deleted["Successful"]?.array?.map { $0["Id"] } == ["a", "b", "c"])
            #expect(deleted["Failed"]?.array?.map { $0["Code"] } == ["ReceiptHandleIsInvalid"])
            #expect(try await apus.counts(url) == [1, 1, 0])
        }
    }

    @Test(arguments: [
        ("SendMessageBatch", "SendMessageBatchRequestEntry"), ("DeleteMessageBatch", "DeleteMessageBatchRequestEntry"),
        ("ChangeMessageVisibilityBatch", "ChangeMessageVisibilityBatchRequestEntry"),
    ]) func theWholeBatchIsRefusedForItsFormAlone(operation: String, entry: String) async throws {
        try await withQueue { apus, url in
            func refuses(_ ids: [String], _ code: String, _ message: String) async throws {
                let entries = JSON.array(
                    ids.map { ["Id": .string($0), "MessageBody": "x", "ReceiptHandle": "x"] })
                try await expectFailure(
                    apus, "sqs:\(operation)", ["QueueUrl": .string(url), "Entries": entries],
                    "AWS.SimpleQueueService.\(code)", message)
            }
            try await refuses([], "EmptyBatchRequest", "There should be at least one \(entry) in the request.")
            try await refuses(
                (0..<11).map(String.init), "TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are 10. You have sent 11.")
            try await refuses(["a", "b", "a"], "BatchEntryIdsNotDistinct", "Id a repeated.")
            for id in ["", "a b", "ä", String(repeating: "x", count: 81)] {
                try await refuses(
                    [id], "InvalidBatchEntryId",
                    """
                    A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be \
                    at most 80 letters long.
                    """)
            }
            #expect(try await apus.bodies(url) == [])
        }
    }

    @Test func aBatchIsAsLongAsAMessageAtMost() async throws {
        try await withQueue { apus, url in
            func entries(_ lengths: [Int]) -> JSON {
                .array(
                    lengths.enumerated().map {
                        ["Id": .string("\($0.offset)"), "MessageBody": .string(String(repeating: "x", count: $0.element))]
                    })
            }
            try await expectFailure(
                apus, "sqs:SendMessageBatch",
                ["QueueUrl": .string(url), "Entries": entries([524_288, 524_289])],
                "AWS.SimpleQueueService.BatchRequestTooLong",
                "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.")
            try await apus.invoke(
                "sqs:SendMessageBatch", ["QueueUrl": .string(url), "Entries": entries([524_288, 524_288])])
            #expect(try await apus.counts(url) == [2, 0, 0])
        }
    }
}
