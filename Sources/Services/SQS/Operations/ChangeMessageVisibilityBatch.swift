internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Changes the visibility of up to ten messages; each succeeds or fails by itself.
    func changeMessageVisibilityBatch(
        _ input: ChangeMessageVisibilityBatchInput, _ call: Call
    ) async throws -> ChangeMessageVisibilityBatchOutput {
        let queue = try await queue(at: input.queueUrl, call)
        try Batch.check(input.entries.map(\.id))
        let outcome = try await call.write { tx in
            var outcome = Batch.Outcome<String>()
            for entry in input.entries {
                try outcome.run(entry.id, in: tx) { tx in
                    guard let wanted = entry.visibilityTimeout else {
                        throw MissingParameter("The request must contain the parameter VisibilityTimeout.")
                    }
                    let seconds = try Self.checkedVisibility(wanted)
                    let handle = try ReceiptHandle(entry.receiptHandle, of: queue)
                    try self.changeVisibility(
                        handle, text: entry.receiptHandle, to: seconds, in: queue, at: call.now, tx)
                    return entry.id
                }
            }
            return outcome
        }
        return ChangeMessageVisibilityBatchOutput(
            successful: outcome.successful.map { ChangeMessageVisibilityBatchResultEntry(id: $0) },
            failed: outcome.failed)
    }
}
