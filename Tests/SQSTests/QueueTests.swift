import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct QueueTests {
    @Test func aQueueIsMadeOnceForTheSameAttributes() async throws {
        try await withApus([.sqs]) { apus in
            let first = try await apus.newQueue("q", [("VisibilityTimeout", "5")])
            #expect(try await apus.newQueue("q", [("VisibilityTimeout", "5")]) == first)
            let failure = try await apus.failure(
                "sqs:CreateQueue", ["QueueName": "q", "Attributes": ["VisibilityTimeout": "6"]])
            #expect(failure?.code == "QueueNameExists")
            #expect(failure?.queryCode == "QueueAlreadyExists")
            #expect(
                failure?.message
                    == "A queue already exists with the same name and a different value for attribute "
                    + "VisibilityTimeout")
        }
    }

    @Test func aNewQueueReportsAWSsDefaults() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            let told = try await apus.invoke(
                "sqs:GetQueueAttributes", ["QueueUrl": queue, "AttributeNames": ["All"]])["Attributes"]
            #expect(told?["VisibilityTimeout"] == "30")
            #expect(told?["MaximumMessageSize"] == "1048576")
            #expect(told?["MessageRetentionPeriod"] == "345600")
            #expect(told?["DelaySeconds"] == "0")
            #expect(told?["ReceiveMessageWaitTimeSeconds"] == "0")
            #expect(told?["SqsManagedSseEnabled"] == "true")
            #expect(told?["QueueArn"] == "arn:aws:sqs:eu-central-1:000000000000:q")
        }
    }

    @Test func aDeletedQueuesNameRestsForAMinute() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            try await apus.put("old", to: queue)
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": queue])
            #expect(
                try await apus.failure("sqs:SendMessage", ["QueueUrl": queue, "MessageBody": "m"])?.queryCode
                    == "AWS.SimpleQueueService.NonExistentQueue")
            #expect(
                try await apus.failure("sqs:CreateQueue", ["QueueName": "q"])?.code == "QueueDeletedRecently")
            await apus.advance(by: .seconds(60))
            let again = try await apus.newQueue()
            #expect(try await apus.take(again).isEmpty)
        }
    }

    @Test func queuesAreListedByPrefixInPages() async throws {
        try await withApus([.sqs]) { apus in
            for name in ["a1", "a2", "a3", "b1"] { _ = try await apus.newQueue(name) }
            let first = try await apus.invoke("sqs:ListQueues", ["QueueNamePrefix": "a", "MaxResults": 2])
            #expect(first["QueueUrls"]?.array?.count == 2)
            let second = try await apus.invoke(
                "sqs:ListQueues",
                ["QueueNamePrefix": "a", "MaxResults": 2, "NextToken": first["NextToken"] ?? ""])
            #expect(second["QueueUrls"]?.array?.count == 1)
            #expect(second["NextToken"] == nil)
        }
    }

    @Test func queuesOfOtherAccountsAndRegionsAreApart() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            #expect(
                try await apus.failure(
                    "sqs:SendMessage", ["QueueUrl": queue, "MessageBody": "m"], region: "us-west-2")?.code
                    == "QueueDoesNotExist")
            #expect(
                try await apus.failure("sqs:GetQueueUrl", ["QueueName": "q"], account: "111111111111")?.code
                    == "QueueDoesNotExist")
        }
    }

    @Test func tagsCanBeSetListedAndTakenAway() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            try await apus.invoke("sqs:TagQueue", ["QueueUrl": queue, "Tags": ["a": "1", "b": "2"]])
            try await apus.invoke("sqs:UntagQueue", ["QueueUrl": queue, "TagKeys": ["a"]])
            #expect(try await apus.invoke("sqs:ListQueueTags", ["QueueUrl": queue])["Tags"] == ["b": "2"])
        }
    }

    @Test func permissionsBecomeStatementsOfThePolicy() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try await apus.newQueue()
            let grant: JSON = [
                "QueueUrl": queue, "Label": "crossaccountpermission", "AWSAccountIds": ["668614515564"],
                "Actions": ["ReceiveMessage"],
            ]
            try await apus.invoke("sqs:AddPermission", grant)
            let failure = try await apus.failure("sqs:AddPermission", grant)
            #expect(
                failure?.message
                    == "Value crossaccountpermission for parameter Label is invalid. Reason: Already exists.")
            let told = try await apus.invoke(
                "sqs:GetQueueAttributes", ["QueueUrl": queue, "AttributeNames": ["Policy"]])
            let policy = try JSON(parsing: told["Attributes"]?["Policy"]?.string ?? "")
            #expect(policy["Version"] == "2008-10-17")
            #expect(policy["Statement"]?.array?.first?["Action"] == "SQS:ReceiveMessage")
            try await apus.invoke(
                "sqs:RemovePermission", ["QueueUrl": queue, "Label": "crossaccountpermission"])
            let after = try await apus.invoke(
                "sqs:GetQueueAttributes", ["QueueUrl": queue, "AttributeNames": ["Policy"]])
            #expect(after["Attributes"] == nil)
        }
    }

    @Test(
        arguments: [
            ("sqs:SendMessage", ["MessageBody": ""], "MissingParameter"),
            ("sqs:SendMessage", ["MessageBody": "m", "DelaySeconds": 901], "InvalidParameterValue"),
            ("sqs:ReceiveMessage", ["MaxNumberOfMessages": 11], "InvalidParameterValue"),
            ("sqs:ReceiveMessage", ["VisibilityTimeout": 43_201], "InvalidParameterValue"),
            ("sqs:ReceiveMessage", ["WaitTimeSeconds": 21], "InvalidParameterValue"),
            ("sqs:DeleteMessage", ["ReceiptHandle": "junk"], "ReceiptHandleIsInvalid"),
            ("sqs:GetQueueAttributes", ["AttributeNames": ["Junk"]], "InvalidAttributeName"),
            ("sqs:SetQueueAttributes", ["Attributes": ["VisibilityTimeout": "x"]], "InvalidAttributeValue"),
            ("sqs:SetQueueAttributes", ["Attributes": ["Junk": "x"]], "InvalidAttributeName"),
        ] as [(String, JSON, String)])
    func aWrongParameterIsRefusedByName(action: String, input: JSON, code: String) async throws {
        try await withApus([.sqs]) { apus in
            var object = input.object ?? [:]
            object["QueueUrl"] = try await apus.newQueue()
            #expect(try await apus.failure(action, .object(object))?.queryCode == code)
        }
    }
}
