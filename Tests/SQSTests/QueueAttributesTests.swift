import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct GetQueueAttributesTests {
    @Test func aNewQueueReportsAWSsDefaults() async throws {
        try await withQueue { apus, url in
            let now = String(TestApus.start.seconds)
            let attributes = try await apus.attributes(url)
            #expect(
                attributes == [
                    "ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesDelayed": "0",
                    "ApproximateNumberOfMessagesNotVisible": "0", "CreatedTimestamp": now, "DelaySeconds": "0",
                    "LastModifiedTimestamp": now, "MaximumMessageSize": "1048576",
                    "MessageRetentionPeriod": "345600", "QueueArn": arn("orders"),
                    "ReceiveMessageWaitTimeSeconds": "0", "SqsManagedSseEnabled": "true",
                    "VisibilityTimeout": "30",
                ])
        }
    }

    @Test func aFIFOQueueReportsHowItDeduplicates() async throws {
        try await withFIFO { apus, url in
            let attributes = try await apus.attributes(
                url, ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"])
            #expect(
                attributes == [
                    "FifoQueue": "true", "ContentBasedDeduplication": "true", "DeduplicationScope": "queue",
                    "FifoThroughputLimit": "perQueue",
                ])
        }
    }

    @Test func onlyWhatIsAskedForIsTold() async throws {
        try await withQueue { apus, url in
            #expect(try await apus.attributes(url, ["QueueArn"]) == ["QueueArn": arn("orders")])
            #expect(try await apus.attributes(url, []) == [:])
            #expect(try await apus.attributes(url, ["Policy", "RedrivePolicy"]) == [:])
            try await expectFailure(
                apus, "sqs:GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["Nonsense"]],
                "InvalidAttributeName", "Unknown Attribute Nonsense.")
        }
    }

    @Test func theCountsFollowEveryMessage() async throws {
        try await withQueue { apus, url in
            for index in 0..<5 { try await apus.send("\(index)", to: url) }
            for index in 0..<3 { try await apus.send("\(index)", to: url, ["DelaySeconds": 10]) }
            #expect(try await apus.counts(url) == [5, 0, 3])
            let received = try await apus.receive(url, max: 4)
            #expect(try await apus.counts(url) == [1, 4, 3])
            try await apus.delete(received[0], from: url)
            try await apus.changeVisibility(received[1], of: url, to: 0)
            #expect(try await apus.counts(url) == [2, 2, 3])
            await apus.advance(by: .seconds(10))
            #expect(try await apus.counts(url) == [5, 2, 0])
            await apus.advance(by: .seconds(20))
            #expect(try await apus.counts(url) == [7, 0, 0])
        }
    }

    @Test func theDelayedMessagesOfAFIFOQueueAreCounted() async throws {
        try await withFIFO(["DelaySeconds": "10"]) { apus, url in
            for index in 0..<5 { try await apus.send("\(index)", to: url, group: "g\(index)") }
            await apus.advance(by: .seconds(4))
            for index in 5..<8 { try await apus.send("\(index)", to: url, group: "g\(index)") }
            #expect(try await apus.counts(url) == [0, 0, 8])
            await apus.advance(by: .seconds(6))
            #expect(try await apus.counts(url) == [5, 0, 3])
        }
    }
}

@Suite struct SetQueueAttributesTests {
    @Test func changesTakeEffectForTheNextCall() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            await apus.advance(by: .seconds(2))
            try await apus.set(["VisibilityTimeout": "5", "MaximumMessageSize": "1024"], on: url)
            let attributes = try await apus.attributes(url)
            #expect(attributes["VisibilityTimeout"] == "5")
            #expect(attributes["LastModifiedTimestamp"] == String(TestApus.start.seconds + 2))
            #expect(try await apus.bodies(url) == ["x"])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.bodies(url) == ["x"])
            let long = JSON.string(String(repeating: "x", count: 1025))
            try await expectFailure(
                apus, "sqs:SendMessage", ["QueueUrl": .string(url), "MessageBody": long], "InvalidParameterValue")
        }
    }

    @Test func oneWrongValueChangesNothing() async throws {
        try await withQueue { apus, url in
            let attributes = ["DelaySeconds": "5", "VisibilityTimeout": "x"]
            try await expectFailure(
                apus, "sqs:SetQueueAttributes", ["QueueUrl": .string(url), "Attributes": JSON(texts: attributes)],
                "InvalidAttributeValue", "Invalid value for the parameter VisibilityTimeout.")
            #expect(try await apus.attributes(url, ["DelaySeconds"]) == ["DelaySeconds": "0"])
        }
    }

    @Test func theTypeOfAQueueCannotChange() async throws {
        try await withFIFO { apus, url in
            try await expectFailure(
                apus, "sqs:SetQueueAttributes", ["QueueUrl": .string(url), "Attributes": ["FifoQueue": "false"]],
                "InvalidAttributeValue",
                "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.")
        }
    }

    @Test func aShorterRetentionReachesMessagesThatWait() async throws {
        try await withQueue { apus, url in
            try await apus.send("x", to: url)
            await apus.advance(by: .seconds(100))
            try await apus.set(["MessageRetentionPeriod": "60"], on: url)
            #expect(try await apus.bodies(url) == [])
            await apus.settle()
            #expect(try await apus.counts(url) == [0, 0, 0])
        }
    }

    @Test func aDelayOfAFIFOQueueReachesMessagesThatWait() async throws {
        try await withFIFO { apus, url in
            try await apus.send("x", to: url, group: "g")
            try await apus.set(["DelaySeconds": "10"], on: url)
            #expect(try await apus.bodies(url) == [])
            try await apus.set(["DelaySeconds": "0"], on: url)
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    @Test func anEmptyTextTakesAPolicyAway() async throws {
        try await withDeadLetters { apus, source, _ in
            try await apus.set(["RedrivePolicy": ""], on: source)
            let none = try await apus.attributes(source)["RedrivePolicy"]
            #expect(none == nil)
            try await apus.send("x", to: source)
            for _ in 0..<5 {
                #expect(try await apus.bodies(source) == ["x"])
                await apus.advance(by: .seconds(1))
            }
        }
    }

    @Test func keysOfKMSAndOfSQSExcludeOneAnother() async throws {
        try await withQueue { apus, url in
            try await apus.set(["KmsMasterKeyId": "alias/mine"], on: url)
            var attributes = try await apus.attributes(url)
            #expect(attributes["SqsManagedSseEnabled"] == "false")
            #expect(attributes["KmsDataKeyReusePeriodSeconds"] == "300")
            try await apus.set(["SqsManagedSseEnabled": "true"], on: url)
            attributes = try await apus.attributes(url)
            #expect(attributes["KmsMasterKeyId"] == nil)
        }
    }
}
