import ApusTesting
import SQS
import Testing
import Wire

@Suite struct DeleteMessageTests {
    @Test func aDeletedMessageStaysDeleted() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            try await apus.delete(message, from: url)
            try await apus.delete(message, from: url)
            await apus.advance(by: .seconds(60))
            #expect(try await apus.bodies(url) == [])
            #expect(try await apus.counts(url) == [0, 0, 0])
        }
    }

    @Test func anOldHandleOfAStandardQueueStillDeletes() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let old = try #require(try await apus.receive(url).first)
            await apus.advance(by: .seconds(30))
            #expect(try await apus.bodies(url) == ["x"])
            try await apus.delete(old, from: url)
            #expect(try await apus.counts(url) == [0, 0, 0])
        }
    }

    @Test func aHandleOfAFIFOQueueExpiresWithItsVisibility() async throws {
        try await withFIFO { apus, url in
            try await apus.send("x", to: url, group: "g")
            let message = try #require(try await apus.receive(url).first)
            await apus.advance(by: .seconds(30))
            let handle = message["ReceiptHandle"]?.string ?? ""
            try await expectFailure(
                apus, "sqs:DeleteMessage", ["QueueUrl": .string(url), "ReceiptHandle": .string(handle)],
                "InvalidParameterValue",
                "Value \(handle) for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.")
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    @Test(arguments: ["", "garbage", "AAAA", "AQEB+/=="]) func whatIsNoHandleIsRefused(handle: String) async throws {
        try await withQueue { apus, url in
            try await expectFailure(
                apus, "sqs:DeleteMessage", ["QueueUrl": .string(url), "ReceiptHandle": .string(handle)],
                "ReceiptHandleIsInvalid", "The input receipt handle \"\(handle)\" is not a valid receipt handle.")
        }
    }

    @Test func aHandleOfAnotherQueueIsRefused() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            let other = try await apus.makeQueue("other")
            try await expectFailure(
                apus, "sqs:DeleteMessage",
                ["QueueUrl": .string(other), "ReceiptHandle": message["ReceiptHandle"] ?? ""], "ReceiptHandleIsInvalid")
        }
    }
}

@Suite struct ChangeMessageVisibilityTests {
    @Test func theTimeCountsFromTheChange() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            await apus.advance(by: .seconds(20))
            try await apus.changeVisibility(message, of: url, to: 20)
            await apus.advance(by: .milliseconds(19_999))
            #expect(try await apus.bodies(url) == [])
            await apus.advance(by: .milliseconds(1))
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    @Test func zeroGivesAMessageBackAtOnce() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            try await apus.changeVisibility(message, of: url, to: 0)
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    @Test func aMessageThatIsVisibleIsNotInFlight() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            await apus.advance(by: .seconds(30))
            try await refuses(
                apus, url, message, 5, "AWS.SimpleQueueService.MessageNotInflight",
                "The specified message isn't in flight.")
        }
    }

    @Test func aMessageThatIsGoneCannotBeHidden() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            try await apus.delete(message, from: url)
            try await refuses(
                apus, url, message, 5, "InvalidParameterValue",
                """
                Value \(message["ReceiptHandle"]?.string ?? "") for parameter ReceiptHandle is invalid. Reason: \
                Message does not exist or is not available for visibility timeout change.
                """)
        }
    }

    @Test(arguments: [-1, 43_201]) func theTimeIsChecked(seconds: Int) async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            try await refuses(
                apus, url, message, seconds, "InvalidParameterValue",
                """
                Value \(seconds) for parameter VisibilityTimeout is invalid. Reason: \
                Must be between 0 and 43200, if provided.
                """)
        }
    }

    @Test func twelveHoursFromTheReceiveAreTheMost() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            let message = try #require(try await apus.receive(url).first)
            await apus.advance(by: .seconds(10))
            try await apus.changeVisibility(message, of: url, to: 43_190)
            try await refuses(
                apus, url, message, 43_191, "InvalidParameterValue",
                """
                Value 43191 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the \
                message is beyond the limit [43200 seconds]
                """)
        }
    }

    private func refuses(
        _ apus: TestApus, _ url: String, _ message: JSON, _ seconds: Int, _ code: String, _ text: String
    ) async throws {
        try await expectFailure(
            apus, "sqs:ChangeMessageVisibility",
            [
                "QueueUrl": .string(url), "ReceiptHandle": message["ReceiptHandle"] ?? "",
                "VisibilityTimeout": .number(String(seconds)),
            ], code, text)
    }
}
