internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Hides a message that is in flight for another while, counted from now; zero gives it back.
    func changeMessageVisibility(_ input: ChangeMessageVisibilityInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        let handle = try ReceiptHandle(input.receiptHandle, of: queue)
        let seconds = try Self.checkedVisibility(input.visibilityTimeout)
        try await kernel.store.write(label: "sqs.ChangeMessageVisibility") { tx in
            try self.changeVisibility(
                handle, text: input.receiptHandle, to: seconds, in: queue, at: call.now, tx)
        }
        return Unit()
    }

    static func checkedVisibility(_ seconds: Int) throws(InvalidParameterValue) -> Int {
        guard (0...Limit.visibilitySeconds).contains(seconds) else {
            throw InvalidParameterValue(
                """
                Value \(seconds) for parameter VisibilityTimeout is invalid. Reason: \
                Must be between 0 and \(Limit.visibilitySeconds), if provided.
                """)
        }
        return seconds
    }
}
