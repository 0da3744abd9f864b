import ApusTesting
import Kernel
import SQS
import Store
import Testing
import Wire

@Suite struct GetQueueUrlTests {
    @Test func aQueueIsFoundByNameAndOwner() async throws {
        try await withQueue { apus, url in
            #expect(try await apus.invoke("sqs:GetQueueUrl", ["QueueName": "orders"])["QueueUrl"] == .string(url))
            let other = try await apus.invoke(
                "sqs:GetQueueUrl", ["QueueName": "orders", "QueueOwnerAWSAccountId": "000000000000"],
                account: "111111111111")
            #expect(other["QueueUrl"] == .string(url))
        }
    }

    @Test func aQueueOfAnotherAccountOrRegionIsNotFound() async throws {
        try await withQueue { apus, _ in
            let input: JSON = ["QueueName": "orders"]
            for failure in [
                try await apus.failure("sqs:GetQueueUrl", input, account: "111111111111"),
                try await apus.failure("sqs:GetQueueUrl", input, region: "us-west-2"),
                try await apus.failure("sqs:GetQueueUrl", ["QueueName": "none"]),
            ] {
                #expect(failure?.queryCode == "AWS.SimpleQueueService.NonExistentQueue")
                #expect(failure?.message == "The specified queue does not exist.")
            }
        }
    }
}

@Suite struct ListQueuesTests {
    @Test func queuesComeInOrderByPrefix() async throws {
        try await withApus([.sqs]) { apus in
            for name in ["b", "a-2", "a-1", "a"] { _ = try await apus.makeQueue(name) }
            #expect(try await names(apus, [:]) == ["a", "a-1", "a-2", "b"])
            #expect(try await names(apus, ["QueueNamePrefix": "a-"]) == ["a-1", "a-2"])
            let none = try await apus.invoke("sqs:ListQueues", ["QueueNamePrefix": "c"])["QueueUrls"]
            #expect(none == nil)
        }
    }

    @Test func aPageGoesOnWhereTheLastOneEnded() async throws {
        try await withApus([.sqs]) { apus in
            for index in 0..<5 { _ = try await apus.makeQueue("q\(index)") }
            var found: [String] = []
            var input: JSONObject = ["MaxResults": 2, "QueueNamePrefix": "q"]
            for _ in 0..<3 {
                let answer = try await apus.invoke("sqs:ListQueues", .object(input))
                found += (answer["QueueUrls"]?.array ?? []).compactMap { $0.string?.split(separator: "/").last }
                    .map(String.init)
                input["NextToken"] = answer["NextToken"]
            }
            #expect(input["NextToken"] == nil)
            #expect(found == (0..<5).map { "q\($0)" })
        }
    }

    @Test(arguments: [0, 1001]) func theLengthOfAPageIsChecked(count: Int) async throws {
        try await withApus([.sqs]) { apus in
            try await expectFailure(
                apus, "sqs:ListQueues", ["MaxResults": .number(String(count))], "InvalidParameterValue")
            try await expectFailure(
                apus, "sqs:ListQueues", ["MaxResults": 1, "NextToken": "junk"], "InvalidParameterValue")
        }
    }

    private func names(_ apus: TestApus, _ input: JSON) async throws -> [String] {
        let urls = try await apus.invoke("sqs:ListQueues", input)["QueueUrls"]?.array ?? []
        return urls.compactMap { $0.string?.split(separator: "/").last }.map(String.init)
    }
}

@Suite struct ListDeadLetterSourceQueuesTests {
    @Test func theQueuesThatSendTheirDeadLettersHereAreListed() async throws {
        try await withDeadLetters { apus, source, grave in
            let other = try await apus.makeQueue("another", ["RedrivePolicy": redrivePolicy("grave", 9)])
            let input: JSON = ["QueueUrl": .string(grave)]
            let listed = try await apus.invoke("sqs:ListDeadLetterSourceQueues", input)
            #expect(listed["queueUrls"] == [.string(other), .string(source)])
            try await apus.set(["RedrivePolicy": ""], on: other)
            let fewer = try await apus.invoke("sqs:ListDeadLetterSourceQueues", input)
            #expect(fewer["queueUrls"] == [.string(source)])
        }
    }
}

@Suite struct DeleteQueueTests {
    @Test func aDeletedQueueIsGoneForEveryOperation() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let handle = try await apus.receive(url).first?["ReceiptHandle"] ?? ""
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(url)])
            let calls: [(String, JSONObject)] = [
                ("SendMessage", ["MessageBody": "x"]), ("ReceiveMessage", [:]), ("PurgeQueue", [:]),
                ("DeleteMessage", ["ReceiptHandle": handle]), ("GetQueueAttributes", ["AttributeNames": ["All"]]),
                ("SetQueueAttributes", ["Attributes": ["DelaySeconds": "1"]]), ("DeleteQueue", [:]),
                ("ListQueueTags", [:]), ("TagQueue", ["Tags": ["a": "b"]]),
            ]
            for (operation, rest) in calls {
                var input = rest
                input["QueueUrl"] = .string(url)
                try await expectFailure(
                    apus, "sqs:\(operation)", .object(input), "AWS.SimpleQueueService.NonExistentQueue",
                    "The specified queue does not exist.")
            }
        }
    }

    @Test func nothingOfADeletedQueueIsLeftBehind() async throws {
        try await withFIFO { apus, url in
            for index in 0..<300 { try await apus.send("\(index)", to: url, group: "g\(index % 7)") }
            _ = try await apus.receive(url)
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(url)])
            await apus.settle()
            #expect(try await rowCounts(apus) == [0, 0, 0, 0, 0, 0])
        }
    }
}

@Suite struct PurgeQueueTests {
    @Test(arguments: [false, true]) func aPurgedQueueIsEmptyAndGoesOn(isFIFO: Bool) async throws {
        try await withApus([.sqs]) { apus in
            let url = isFIFO ? try await apus.makeFIFO() : try await apus.makeQueue()
            for index in 0..<300 { try await apus.send("\(index)", to: url, group: "g") }
            let handle = try await apus.receive(url).first?["ReceiptHandle"] ?? ""
            try await apus.invoke("sqs:PurgeQueue", ["QueueUrl": .string(url)])
            #expect(try await apus.counts(url) == [0, 0, 0])
            #expect(try await apus.bodies(url) == [])
            let sent = try await apus.send("after", to: url, group: "g")
            if isFIFO { #expect(sent["SequenceNumber"]?.string?.hasSuffix("301") == true) }
            try await apus.invoke("sqs:DeleteMessage", ["QueueUrl": .string(url), "ReceiptHandle": handle])
            #expect(try await apus.bodies(url) == ["after"])
            await apus.settle()
            #expect(try await rowCounts(apus)[0] == 1)
        }
    }

    @Test func aQueueIsPurgedOnceAMinute() async throws {
        try await withQueue { apus, url in
            try await apus.invoke("sqs:PurgeQueue", ["QueueUrl": .string(url)])
            await apus.advance(by: .seconds(59))
            try await expectFailure(
                apus, "sqs:PurgeQueue", ["QueueUrl": .string(url)], "AWS.SimpleQueueService.PurgeQueueInProgress",
                "Only one PurgeQueue operation on orders is allowed every 60 seconds.")
            await apus.advance(by: .seconds(1))
            try await apus.invoke("sqs:PurgeQueue", ["QueueUrl": .string(url)])
        }
    }
}

/// Rows of messages, hidden messages, groups, deduplications, attempts and lines.
func rowCounts(_ apus: TestApus) async throws -> [Int] {
    try await apus.kernel.store.read { tx in
        [
            try tx.value("SELECT count(*) FROM sqs_message") ?? -1,
            try tx.value("SELECT count(*) FROM sqs_hidden") ?? -1,
            try tx.value("SELECT count(*) FROM sqs_group") ?? -1,
            try tx.value("SELECT count(*) FROM sqs_deduplication") ?? -1,
            try tx.value("SELECT count(*) FROM sqs_attempt") ?? -1,
            try tx.value("SELECT count(*) FROM sqs_line") ?? -1,
        ]
    }
}
