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
        var failed: [BatchResultErrorEntry] = []
        var handles: [(entry: DeleteMessageBatchRequestEntry, handle: ReceiptHandle)] = []
        for entry in input.entries {
            do {
                handles.append((entry, try ReceiptHandle(entry.receiptHandle, of: queue)))
            } catch {
                failed.append(try Batch.failed(entry.id, error))
            }
        }
        let output =
            queue.isFIFO
            ? try await deleteFromGroups(handles, of: queue, call)
            : try await deleteFromLine(handles, of: queue)
        meters.countDeleted(output.successful.count)
        return DeleteMessageBatchOutput(successful: output.successful, failed: failed + output.failed)
    }

    private typealias Handles = [(entry: DeleteMessageBatchRequestEntry, handle: ReceiptHandle)]

    private func deleteFromLine(
        _ handles: Handles, of queue: Queue
    ) async throws -> DeleteMessageBatchOutput {
        let keys = handles.map(\.handle.key)
        try await kernel.store.write(label: "sqs.DeleteMessageBatch", checksFirst: true) { tx in
            try self.deleteFromLine(keys, of: queue, in: tx)
        }
        return DeleteMessageBatchOutput(
            successful: handles.map { DeleteMessageBatchResultEntry(id: $0.entry.id) }, failed: [])
    }

    private func deleteFromGroups(
        _ handles: Handles, of queue: Queue, _ call: Call
    ) async throws -> DeleteMessageBatchOutput {
        try await kernel.store.write(label: "sqs.DeleteMessageBatch") { tx in
            var output = DeleteMessageBatchOutput(successful: [], failed: [])
            for (entry, handle) in handles {
                do {
                    try self.deleteFromGroup(
                        handle, text: entry.receiptHandle, of: queue, at: call.now, in: tx)
                    output.successful.append(DeleteMessageBatchResultEntry(id: entry.id))
                } catch {
                    output.failed.append(try Batch.failed(entry.id, error))
                }
            }
            return output
        }
    }
}
