public import Kernel
internal import Logging
internal import Wire

/// The queue that messages are taken from, by its public operations.
public struct SourceQueue: Sendable {
    public let arn: ARN
    public let url: String

    /// Entries of one batch request.
    private static let batchMax = 10

    /// Finds the queue; throws the refusal when there is none.
    ///
    /// Roles that read queues need not be allowed to ask for URLs, so the server asks itself.
    public init(_ arn: ARN, _ call: Kernel.Call) async throws {
        self.arn = arn
        let own = Kernel.Call.internal(call.kernel, call.scope, operation: "sources.queue")
        let answer = try await own.invoke(
            "sqs:GetQueueUrl",
            ["QueueName": .string(arn.resource), "QueueOwnerAWSAccountId": .string(arn.account)])
        url = answer["QueueUrl"]?.string ?? ""
    }

    func receive(_ count: Int, wait: Int, _ call: Kernel.Call) async throws -> [QueueMessage] {
        let answer = try await call.invoke(
            "sqs:ReceiveMessage",
            [
                "QueueUrl": .string(url), "MaxNumberOfMessages": .number(String(count)),
                "WaitTimeSeconds": .number(String(wait)), "AttributeNames": ["All"],
                "MessageAttributeNames": ["All"],
            ])
        return (answer["Messages"]?.array ?? []).map { QueueMessage(json: $0) }
    }

    func delete(_ messages: [QueueMessage], _ call: Kernel.Call) async {
        var rest = messages[...]
        while !rest.isEmpty {
            let entries = rest.prefix(Self.batchMax).enumerated().map { index, message -> JSON in
                ["Id": .string("m\(index)"), "ReceiptHandle": .string(message.receipt)]
            }
            rest = rest.dropFirst(Self.batchMax)
            await attempt(
                "sqs:DeleteMessageBatch", ["QueueUrl": .string(url), "Entries": .array(entries)], call)
        }
    }

    /// Lets messages be received by others at once.
    func release(_ messages: [QueueMessage], _ call: Kernel.Call) async {
        for message in messages {
            await attempt(
                "sqs:ChangeMessageVisibility",
                [
                    "QueueUrl": .string(url), "ReceiptHandle": .string(message.receipt),
                    "VisibilityTimeout": 0,
                ], call)
        }
    }

    private func attempt(_ action: String, _ input: JSON, _ call: Kernel.Call) async {
        do {
            _ = try await call.invoke(action, input)
        } catch {
            // The messages appear again when their visibility time-out ends, and are processed once more.
            call.kernel.log.debug("sources: \(action) on \(url): \(error)")
        }
    }
}
