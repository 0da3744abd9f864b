internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Deletes up to ten messages; each succeeds or fails by itself.
    func deleteMessageBatch(
        _ input: DeleteMessageBatchInput, _ call: Call
    ) async throws -> DeleteMessageBatchOutput {
        let queue = try await queue(at: input.queueUrl, call)
        try Batch.check(input.entries.map(\.id))
        let outcome = try await call.write { tx in
            var outcome = Batch.Outcome<String>()
            for entry in input.entries {
                try outcome.run(entry.id, in: tx) { tx in
                    let handle = try ReceiptHandle(entry.receiptHandle, of: queue)
                    try self.delete(handle, text: entry.receiptHandle, from: queue, at: call.now, in: tx)
                    return entry.id
                }
            }
            return outcome
        }
        meters.countDeleted(outcome.successful.count)
        return DeleteMessageBatchOutput(
            successful: outcome.successful.map { DeleteMessageBatchResultEntry(id: $0) },
            failed: outcome.failed)
    }
}
