internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Deletes a message that was received. On a standard queue any of its handles will do, also an old one;
    /// on a FIFO queue only the one of the receive that still holds it.
    func deleteMessage(_ input: DeleteMessageInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        let handle = try ReceiptHandle(input.receiptHandle, of: queue)
        try await kernel.store.write(label: "sqs.DeleteMessage", checksFirst: !queue.isFIFO) { tx in
            guard queue.isFIFO else { return try self.deleteFromLine([handle.key], of: queue, in: tx) }
            try self.deleteFromGroup(handle, text: input.receiptHandle, of: queue, at: call.now, in: tx)
        }
        meters.countDeleted(1)
        return Unit()
    }
}
