internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Deletes up to ten messages; entries fail one by one.
    func deleteMessageBatch(
        _ input: DeleteMessageBatchInput, _ call: Call
    ) async throws -> DeleteMessageBatchOutput {
        let queue = try await queue(at: input.queueUrl, call)
        try Batch.check(input.entries.map(\.id), entry: "DeleteMessageBatchRequestEntry")
        let checksFirst = !queue.isFIFO
        let output = try await kernel.store.write(label: "sqs.DeleteMessageBatch", checksFirst: checksFirst) {
            tx in
            var output = DeleteMessageBatchOutput(successful: [], failed: [])
            var keys: [MessageKey] = []
            for entry in input.entries {
                do {
                    let handle = try ReceiptHandle(entry.receiptHandle, of: queue)
                    if queue.isFIFO {
                        try self.deleteFromGroup(
                            handle, text: entry.receiptHandle, of: queue, at: call.now, in: tx)
                    } else {
                        keys.append(handle.key)
                    }
                    output.successful.append(DeleteMessageBatchResultEntry(id: entry.id))
                } catch {
                    output.failed.append(try Batch.failed(entry.id, error))
                }
            }
            try self.deleteFromLine(keys, of: queue, in: tx)
            return output
        }
        meters.countDeleted(output.successful.count)
        return output
    }
}
