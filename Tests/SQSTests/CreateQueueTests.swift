import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct CreateQueueTests {
    @Test func theURLIsMadeOfTheCallersEndpointTheAccountAndTheName() async throws {
        try await withQueue { _, url in
            #expect(url == "http://127.0.0.1:4566/000000000000/orders")
        }
    }

    @Test func theSameQueueIsAnsweredForTheSameAttributes() async throws {
        try await withQueue(["VisibilityTimeout": "5", "DelaySeconds": "1"]) { apus, url in
            #expect(try await apus.makeQueue("orders", ["DelaySeconds": "1"]) == url)
            #expect(try await apus.makeQueue("orders") == url)
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "orders", "Attributes": ["VisibilityTimeout": "6"]],
                "QueueAlreadyExists",
                "A queue already exists with the same name and a different value for attribute VisibilityTimeout")
            let failure = try await apus.failure(
                "sqs:CreateQueue", ["QueueName": "orders", "Attributes": ["VisibilityTimeout": "30"]])
            #expect(failure?.code == "QueueNameExists")
        }
    }

    @Test(arguments: ["", "a b", "ä", "a.b", "orders.fifo", String(repeating: "x", count: 81)])
    func namesOfStandardQueuesAreChecked(name: String) async throws {
        try await withApus([.sqs]) { apus in
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": .string(name)], "InvalidParameterValue",
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
        }
    }

    @Test(arguments: ["orders", ".fifo", "a.b.fifo", String(repeating: "x", count: 76) + ".fifo"])
    func namesOfFIFOQueuesAreChecked(name: String) async throws {
        try await withApus([.sqs]) { apus in
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": .string(name), "Attributes": ["FifoQueue": "true"]],
                "InvalidParameterValue",
                """
                The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must \
                end with .fifo suffix and be 1 to 80 in length.
                """)
        }
    }

    @Test(arguments: [
        ("VisibilityTimeout", "-1"), ("VisibilityTimeout", "43201"), ("VisibilityTimeout", "x"),
        ("MaximumMessageSize", "1023"), ("MaximumMessageSize", "1048577"), ("MessageRetentionPeriod", "59"),
        ("MessageRetentionPeriod", "1209601"), ("DelaySeconds", "901"), ("DelaySeconds", ""),
        ("ReceiveMessageWaitTimeSeconds", "21"), ("KmsDataKeyReusePeriodSeconds", "59"),
        ("SqsManagedSseEnabled", "yes"), ("Policy", "{}"), ("Policy", "no JSON"),
        ("Policy", #"{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps"}]}"#),
    ]) func valuesOfAttributesAreChecked(name: String, value: String) async throws {
        try await withApus([.sqs]) { apus in
            let attributes = JSON(texts: [name: value])
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "q", "Attributes": attributes], "InvalidAttributeValue",
                "Invalid value for the parameter \(name).")
        }
    }

    @Test(arguments: [
        "Nonsense", "QueueArn", "ApproximateNumberOfMessages", "CreatedTimestamp", "ContentBasedDeduplication",
        "DeduplicationScope", "FifoThroughputLimit",
    ]) func attributesThatAStandardQueueDoesNotTakeAreUnknown(name: String) async throws {
        try await withApus([.sqs]) { apus in
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "q", "Attributes": JSON(texts: [name: "true"])],
                "InvalidAttributeName", "Unknown Attribute \(name).")
        }
    }

    @Test func aStandardQueueMustNotSayThatItIsNotFIFO() async throws {
        try await withApus([.sqs]) { apus in
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "q", "Attributes": ["FifoQueue": "false"]],
                "InvalidAttributeName", "Unknown Attribute FifoQueue.")
        }
    }

    @Test func throughputByGroupNeedsDeduplicationByGroup() async throws {
        try await withApus([.sqs]) { apus in
            let attributes = ["FifoQueue": "true", "FifoThroughputLimit": "perMessageGroupId"]
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "q.fifo", "Attributes": JSON(texts: attributes)],
                "InvalidAttributeValue")
            _ = try await apus.makeQueue("q.fifo", attributes.merging(["DeduplicationScope": "messageGroup"]) { $1 })
        }
    }

    @Test(arguments: [
        ("no JSON", "Redrive policy is not a valid JSON map."),
        ("[]", "Redrive policy is not a valid JSON map."),
        ("{}", "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."),
        (
            #"{"deadLetterTargetArn":"\#(arn("grave"))"}"#,
            "Redrive policy does not contain mandatory attribute: maxReceiveCount."
        ),
        (
            redrivePolicy("grave", 0),
            "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive."
        ),
        (
            redrivePolicy("grave", 1001),
            "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive."
        ),
        (redrivePolicy("none", 1), "Dead letter target does not exist."),
        (redrivePolicy("grave.fifo", 1), "Dead-letter queue must be same type of queue as the source."),
        (
            #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:grave","maxReceiveCount":1}"#,
            "Dead-letter target must be in same region as the source."
        ),
    ]) func redrivePoliciesAreChecked(policy: String, reason: String) async throws {
        try await withApus([.sqs]) { apus in
            _ = try await apus.makeQueue("grave")
            _ = try await apus.makeFIFO("grave.fifo")
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "q", "Attributes": JSON(texts: ["RedrivePolicy": policy])],
                "InvalidParameterValue", "Value \(policy) for parameter RedrivePolicy is invalid. Reason: \(reason)")
        }
    }

    @Test(arguments: [
        (#"{"redrivePermission":"denyAll"}"#, false),
        (#"{"redrivePermission":"allowAll"}"#, true),
        (#"{"redrivePermission":"byQueue","sourceQueueArns":["\#(arn("q"))"]}"#, true),
        (#"{"redrivePermission":"byQueue","sourceQueueArns":["\#(arn("other"))"]}"#, false),
    ]) func aDeadLetterQueueDecidesWhoseLettersItTakes(policy: String, isAllowed: Bool) async throws {
        try await withApus([.sqs]) { apus in
            _ = try await apus.makeQueue("grave", ["RedriveAllowPolicy": policy])
            let failure = try await apus.failure(
                "sqs:CreateQueue",
                ["QueueName": "q", "Attributes": JSON(texts: ["RedrivePolicy": redrivePolicy("grave", 3)])])
            #expect((failure == nil) == isAllowed)
        }
    }

    @Test func aNameRestsForAMinuteAfterItsQueueIsDeleted() async throws {
        try await withQueue { apus, url in
            try await apus.send("old", to: url)
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(url)])
            await apus.advance(by: .milliseconds(59_999))
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "orders"],
                "AWS.SimpleQueueService.QueueDeletedRecently",
                """
                You must wait 60 seconds after deleting a queue before you can create another with the same name.
                """)
            await apus.advance(by: .milliseconds(1))
            let again = try await apus.makeQueue("orders")
            #expect(try await apus.counts(again) == [0, 0, 0])
            #expect(try await apus.bodies(again) == [])
        }
    }
}
