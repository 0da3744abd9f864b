internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Changes the visibility of up to ten messages; entries fail one by one.
    func changeMessageVisibilityBatch(
        _ input: ChangeMessageVisibilityBatchInput, _ call: Call
    ) async throws -> ChangeMessageVisibilityBatchOutput {
        let queue = try await queue(at: input.queueUrl, call)
        try Batch.check(input.entries.map(\.id), entry: "ChangeMessageVisibilityBatchRequestEntry")
        return try await kernel.store.write(label: "sqs.ChangeMessageVisibilityBatch") { tx in
            var output = ChangeMessageVisibilityBatchOutput(successful: [], failed: [])
            for entry in input.entries {
                do {
                    let handle = try ReceiptHandle(entry.receiptHandle, of: queue)
                    let seconds = try Self.checkedVisibility(
                        entry.visibilityTimeout ?? queue.attributes.visibilitySeconds)
                    try self.changeVisibility(
                        handle, text: entry.receiptHandle, to: seconds, in: queue, at: call.now, tx)
                    output.successful.append(ChangeMessageVisibilityBatchResultEntry(id: entry.id))
                } catch {
                    output.failed.append(try Batch.failed(entry.id, error))
                }
            }
            return output
        }
    }
}
