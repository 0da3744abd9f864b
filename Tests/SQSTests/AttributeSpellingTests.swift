import ApusTesting
import SQS
import Testing
import Wire

/// Attributes that are told otherwise than they were set, or exclude one another.
@Suite struct AttributeSpellingTests {
    private func spelled(_ count: String) -> String {
        "{ \"maxReceiveCount\" : \(count),\n \"deadLetterTargetArn\" : \"\(arn("grave"))\" }"
    }

    @Test func aRedrivePolicyIsToldInOneSpelling() async throws {
        try await withQueue { apus, url in
            _ = try await apus.makeQueue("grave")
            try await apus.set(["RedrivePolicy": spelled("\"3\"")], on: url)
            let told = try await apus.attributes(url, ["RedrivePolicy"])
            #expect(told == ["RedrivePolicy": redrivePolicy("grave", 3)])
        }
    }

    @Test func howARedrivePolicyIsSpelledMakesNoOtherQueue() async throws {
        try await withApus([.sqs]) { apus in
            _ = try await apus.makeQueue("grave")
            let url = try await apus.makeQueue("orders", ["RedrivePolicy": spelled("\"3\"")])
            #expect(try await apus.makeQueue("orders", ["RedrivePolicy": redrivePolicy("grave", 3)]) == url)
            try await expectFailure(
                apus, "sqs:CreateQueue",
                ["QueueName": "orders", "Attributes": ["RedrivePolicy": .string(redrivePolicy("grave", 4))]],
                "QueueAlreadyExists",
                "A queue already exists with the same name and a different value for attribute RedrivePolicy")
        }
    }

    @Test func twoKindsOfEncryptionAtOnceAreRefused() async throws {
        try await withQueue { apus, url in
            let both: JSON = ["KmsMasterKeyId": "alias/mine", "SqsManagedSseEnabled": "true"]
            try await expectFailure(
                apus, "sqs:SetQueueAttributes", ["QueueUrl": .string(url), "Attributes": both],
                "InvalidAttributeName",
                "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE "
                    + "or SQS SSE.")
            #expect(try await apus.attributes(url)["KmsMasterKeyId"] == nil)
        }
    }

    @Test func aHandleOfATaskOfNoQueueNamesTheQueueThatIsMissing() async throws {
        try await withDeadLetters { apus, _, _ in
            func handle(_ source: String) -> JSON {
                .string(Base64.encoded(Array(#"{"taskId":"none","sourceArn":"\#(arn(source))"}"#.utf8)))
            }
            try await expectFailure(
                apus, "sqs:CancelMessageMoveTask", ["TaskHandle": handle("gone")],
                "ResourceNotFoundException",
                "The resource that you specified for the SourceArn parameter doesn't exist.")
            try await expectFailure(
                apus, "sqs:CancelMessageMoveTask", ["TaskHandle": handle("grave")],
                "ResourceNotFoundException", "Task does not exist.")
        }
    }
}
