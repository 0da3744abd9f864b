import ApusTesting
import SQS
import Testing
import Wire

/// How requests name a queue.
@Suite struct AddressTests {
    @Test func theNameAloneWillDoForAURL() async throws {
        try await withQueue { apus, _ in
            try await apus.send("x", to: "orders")
            #expect(try await apus.bodies("orders") == ["x"])
            #expect(try await apus.attributes("orders", ["QueueArn"]) == ["QueueArn": arn("orders")])
        }
    }

    @Test(arguments: [
        "none", "http://whatever", "http://host/none", "http://host/account/orders", "a b", "/",
    ])
    func whateverNamesNoQueueIsAQueueThatDoesNotExist(url: String) async throws {
        try await withQueue { apus, _ in
            try await expectFailure(
                apus, "sqs:GetQueueAttributes", ["QueueUrl": .string(url)],
                "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
        }
    }

    @Test func anEmptyAddressIsNone() async throws {
        try await withQueue { apus, _ in
            try await expectFailure(
                apus, "sqs:SendMessage", ["QueueUrl": "", "MessageBody": "x"], "InvalidAddress",
                "The address http://127.0.0.1:4566/ is not valid for this endpoint.")
        }
    }
}
