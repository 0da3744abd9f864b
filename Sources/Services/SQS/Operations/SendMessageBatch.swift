internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Stores up to ten messages in the order in which they are given; entries fail one by one.
    func sendMessageBatch(_ input: SendMessageBatchInput, _ call: Call) async throws -> SendMessageBatchOutput
    {
        let queue = try await queue(at: input.queueUrl, call)
        try Batch.check(input.entries.map(\.id), entry: "SendMessageBatchRequestEntry")
        try checkLength(of: input.entries)
        if queue.isFIFO { for entry in input.entries { try entry.draft.checkOrder(in: queue) } }
        var failed: [BatchResultErrorEntry] = []
        var messages: [NewMessage] = []
        var ids: [String] = []
        for entry in input.entries {
            do {
                messages.append(
                    try entry.draft.checked(for: queue, sender: call.principal.userID))
                ids.append(entry.id)
            } catch {
                failed.append(try Batch.failed(entry.id, error))
            }
        }
        guard !messages.isEmpty else { return SendMessageBatchOutput(successful: [], failed: failed) }
        let stored = messages
        let sent = try await kernel.store.write(label: "sqs.SendMessageBatch", checksFirst: !queue.isFIFO) {
            try self.enqueue(stored, to: queue, at: call.now, in: $0)
        }
        meters.countSent(stored)
        let successful = zip(ids, zip(stored, sent)).map { id, pair in
            SendMessageBatchResultEntry(
                id: id, messageId: pair.1.id, md5OfMessageBody: Digest.hex(Digest.md5(pair.0.body.utf8)),
                md5OfMessageAttributes: pair.0.attributes.md5,
                md5OfMessageSystemAttributes: pair.0.systemAttributes.md5,
                sequenceNumber: queue.isFIFO ? pair.1.key.sequenceNumber : nil)
        }
        return SendMessageBatchOutput(successful: successful, failed: failed)
    }

    /// All messages together may be as long as one may.
    private func checkLength(of entries: [SendMessageBatchRequestEntry]) throws {
        let length = entries.reduce(0) { $0 + $1.draft.byteCount }
        guard length <= Limit.messageBytes else {
            throw BatchRequestTooLong(
                """
                Batch requests cannot be longer than \(Limit.messageBytes) bytes. You have sent \(length) bytes.
                """)
        }
    }
}

extension SendMessageBatchRequestEntry {
    var draft: MessageDraft {
        MessageDraft(
            body: messageBody, delaySeconds: delaySeconds, attributes: messageAttributes,
            systemAttributes: messageSystemAttributes, deduplicationID: messageDeduplicationId,
            group: messageGroupId)
    }
}
