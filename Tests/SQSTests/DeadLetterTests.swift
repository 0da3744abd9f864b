import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct DeadLetterTests {
    /// Receives until the queue gives nothing more.
    private func exhaust(_ apus: TestApus, _ url: String, receives: Int = 2) async throws {
        for _ in 0...receives {
            _ = try await apus.receive(url)
            await apus.advance(by: .seconds(1))
        }
    }

    @Test(arguments: [false, true]) func aMessageReceivedTooOftenMovesWithItsIdentity(isFIFO: Bool) async throws {
        try await withDeadLetters(fifo: isFIFO) { apus, source, grave in
            let sent = try await apus.send(
                "poison", to: source,
                ["MessageGroupId": "g", "MessageAttributes": ["a": ["DataType": "String", "StringValue": "v"]]])
            try await exhaust(apus, source)
            #expect(try await apus.counts(source) == [0, 0, 0])
            let letter = try #require(
                try await apus.receive(grave, ["AttributeNames": ["All"], "MessageAttributeNames": ["All"]]).first)
            #expect(letter["MessageId"] == sent["MessageId"])
            #expect(letter["MessageAttributes"] == ["a": ["DataType": "String", "StringValue": "v"]])
            let attributes = letter["Attributes"]
            #expect(attributes?["MessageGroupId"] == "g")
            #expect(attributes?["DeadLetterQueueSourceArn"] == .string(arn(isFIFO ? "source.fifo" : "source")))
            // A standard queue's letter keeps its age, a FIFO queue's begins anew.
            let sentAt = TestApus.start + (isFIFO ? .seconds(2) : .zero)
            #expect(attributes?["SentTimestamp"] == .string(String(sentAt.milliseconds)))
            if isFIFO { #expect(attributes?["MessageDeduplicationId"] == sent["MessageId"]) }
        }
    }

    @Test func itIsReceivedAsOftenAsThePolicySays() async throws {
        try await withDeadLetters(receives: 3) { apus, source, grave in
            try await apus.send("poison", to: source)
            for _ in 0..<3 {
                #expect(try await apus.bodies(source) == ["poison"])
                await apus.advance(by: .seconds(1))
            }
            #expect(try await apus.bodies(source) == [])
            #expect(try await apus.bodies(grave) == ["poison"])
        }
    }

    @Test func aDeadLetterFreesItsGroup() async throws {
        try await withDeadLetters(fifo: true) { apus, source, grave in
            for body in ["poison", "good"] { try await apus.send(body, to: source, group: "g") }
            for _ in 0..<2 {
                #expect(try await apus.bodies(source, max: 1) == ["poison"])
                await apus.advance(by: .seconds(1))
            }
            #expect(try await apus.bodies(source, max: 1) == ["good"])
            #expect(try await apus.bodies(grave) == ["poison"])
        }
    }

    @Test func aDeadLetterWakesWhoWaitsForIt() async throws {
        try await withDeadLetters(receives: 1) { apus, source, grave in
            try await apus.send("poison", to: source)
            _ = try await apus.receive(source)
            let polling = Task { try await apus.bodies(grave, ["WaitTimeSeconds": 20]) }
            for _ in 0..<50 { await Task.yield() }
            await apus.advance(by: .seconds(1))
            #expect(try await apus.bodies(source) == [])
            #expect(try await polling.value == ["poison"])
        }
    }

    @Test func withoutItsDeadLetterQueueAMessageStays() async throws {
        try await withDeadLetters(receives: 1) { apus, source, grave in
            try await apus.send("poison", to: source)
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(grave)])
            for _ in 0..<3 {
                #expect(try await apus.bodies(source) == ["poison"])
                await apus.advance(by: .seconds(1))
            }
        }
    }
}

@Suite struct MoveTaskTests {
    @Test(arguments: [false, true]) func deadLettersMoveBackAsNewMessages(isFIFO: Bool) async throws {
        try await withDeadLetters(fifo: isFIFO, receives: 1) { apus, source, grave in
            let name = isFIFO ? "grave.fifo" : "grave"
            var ids: Set<String> = []
            for index in 0..<120 {
                let sent = try await apus.send("\(index)", to: source, group: "g\(index % 5)")
                ids.insert(sent["MessageId"]?.string ?? "")
            }
            for _ in 0..<8 {
                for _ in 0..<13 { _ = try await apus.receive(source) }
                await apus.advance(by: .seconds(1))
            }
            #expect(try await apus.counts(grave) == [120, 0, 0])
            try await apus.invoke("sqs:StartMessageMoveTask", ["SourceArn": .string(arn(name))])
            await apus.settle()
            let task = try await tasks(apus, name).first
            #expect(task?["Status"] == "COMPLETED")
            #expect(task?["ApproximateNumberOfMessagesMoved"] == 120)
            #expect(task?["ApproximateNumberOfMessagesToMove"] == 120)
            #expect(task?["TaskHandle"] == nil)
            #expect(try await apus.counts(source) == [120, 0, 0])
            #expect(try await apus.counts(grave) == [0, 0, 0])
            let message = try #require(try await apus.receive(source, max: 1).first)
            #expect(!ids.contains(message["MessageId"]?.string ?? ""))
        }
    }

    @Test func aLimitedTaskKeepsItsPaceAndCanBeCancelled() async throws {
        try await withDeadLetters { apus, source, grave in
            for index in 0..<20 { try await apus.send("\(index)", to: grave) }
            let started = try await apus.invoke(
                "sqs:StartMessageMoveTask",
                [
                    "SourceArn": .string(arn("grave")), "DestinationArn": .string(arn("source")),
                    "MaxNumberOfMessagesPerSecond": 2,
                ])
            await apus.advance(by: .milliseconds(2200))
            let running = try await tasks(apus, "grave").first
            #expect(running?["Status"] == "RUNNING")
            #expect(running?["TaskHandle"] == started["TaskHandle"])
            #expect(running?["MaxNumberOfMessagesPerSecond"] == 2)
            let cancelled = try await apus.invoke(
                "sqs:CancelMessageMoveTask", ["TaskHandle": started["TaskHandle"] ?? ""])
            #expect(cancelled["ApproximateNumberOfMessagesMoved"] == 5)
            await apus.advance(by: .seconds(10))
            #expect(try await apus.counts(source) == [5, 0, 0])
            #expect(try await tasks(apus, "grave").first?["Status"] == "CANCELLED")
            try await expectFailure(
                apus, "sqs:CancelMessageMoveTask", ["TaskHandle": started["TaskHandle"] ?? ""], "InvalidParameterValue",
                "Only active tasks can be cancelled.")
        }
    }

    @Test func oneTaskRunsAtATime() async throws {
        try await withDeadLetters { apus, _, grave in
            for index in 0..<20 { try await apus.send("\(index)", to: grave) }
            let input: JSON = [
                "SourceArn": .string(arn("grave")), "DestinationArn": .string(arn("source")),
                "MaxNumberOfMessagesPerSecond": 1,
            ]
            try await apus.invoke("sqs:StartMessageMoveTask", input)
            try await expectFailure(apus, "sqs:StartMessageMoveTask", input, "InvalidParameterValue")
        }
    }

    @Test(arguments: [
        (["SourceArn": "junk"], "InvalidParameterValue"),
        (["SourceArn": .string(arn("none"))], "ResourceNotFoundException"),
        (["SourceArn": .string(arn("source"))], "InvalidParameterValue"),
        (["SourceArn": .string(arn("grave")), "DestinationArn": .string(arn("none"))], "ResourceNotFoundException"),
        (["SourceArn": .string(arn("grave")), "DestinationArn": .string(arn("grave"))], "InvalidParameterValue"),
        (["SourceArn": .string(arn("grave")), "MaxNumberOfMessagesPerSecond": 501], "InvalidParameterValue"),
    ] as [(JSON, String)]) func aTaskThatCannotRunIsRefused(input: JSON, code: String) async throws {
        try await withDeadLetters { apus, _, _ in
            try await expectFailure(apus, "sqs:StartMessageMoveTask", input, code)
        }
    }

    @Test func aTaskWhoseDestinationIsGoneFails() async throws {
        try await withDeadLetters { apus, source, grave in
            for index in 0..<5 { try await apus.send("\(index)", to: grave) }
            try await apus.invoke(
                "sqs:StartMessageMoveTask",
                [
                    "SourceArn": .string(arn("grave")), "DestinationArn": .string(arn("source")),
                    "MaxNumberOfMessagesPerSecond": 1,
                ])
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(source)])
            await apus.advance(by: .seconds(5))
            let task = try await tasks(apus, "grave").first
            #expect(task?["Status"] == "FAILED")
            #expect(task?["FailureReason"] == "AWS.SimpleQueueService.NonExistentQueue")
        }
    }

    private func tasks(_ apus: TestApus, _ name: String) async throws -> [JSON] {
        let answer = try await apus.invoke("sqs:ListMessageMoveTasks", ["SourceArn": .string(arn(name))])
        return answer["Results"]?.array ?? []
    }
}
