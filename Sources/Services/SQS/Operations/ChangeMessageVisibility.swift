internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Hides a message that is in flight for another while, counted from now; zero shows it at once.
    func changeMessageVisibility(_ input: ChangeMessageVisibilityInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        let seconds = try Self.checkedVisibility(input.visibilityTimeout)
        let handle = try ReceiptHandle(input.receiptHandle, of: queue)
        try await call.write { tx in
            try self.changeVisibility(
                handle, text: input.receiptHandle, to: seconds, in: queue, at: call.now, tx)
        }
        return Unit()
    }

    static func checkedVisibility(_ seconds: Int) throws -> Int {
        guard (0...Limit.visibilitySeconds).contains(seconds) else {
            throw InvalidParameterValue(
                """
                Value \(seconds) for parameter VisibilityTimeout is invalid. Reason: \
                VisibilityTimeout must be an integer between 0 and \(Limit.visibilitySeconds).
                """)
        }
        return seconds
    }
}
