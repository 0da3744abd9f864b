internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Stores up to ten messages in the order given; each succeeds or fails by itself.
    func sendMessageBatch(
        _ input: SendMessageBatchInput, _ call: Call
    ) async throws -> SendMessageBatchOutput {
        let queue = try await queue(at: input.queueUrl, call)
        try Batch.check(input.entries.map(\.id))
        var failed: [BatchResultErrorEntry] = []
        var accepted: [(entry: String, message: NewMessage)] = []
        for entry in input.entries {
            do {
                accepted.append((entry.id, try entry.draft.checked(
                    for: queue, id: call.makeID(), sender: call.principal.userID)))
            } catch let failure as any Failure {
                failed.append(Batch.failed(entry.id, failure))
            }
        }
        let bytes = input.entries.reduce(0) { $0 + $1.byteCount }
        guard bytes <= Limit.messageBytes else {
            throw BatchRequestTooLong(
                "Batch requests cannot be longer than \(Limit.messageBytes) bytes. You have sent \(bytes) bytes.")
        }
        let messages = accepted.map(\.message)
        let sent = messages.isEmpty ? [] : try await call.write { tx in
            try self.enqueue(messages, to: queue, at: call.now, in: tx)
        }
        meters.countSent(messages)
        return SendMessageBatchOutput(
            successful: zip(accepted, sent).map { accepted, sent in
                SendMessageBatchResultEntry(
                    id: accepted.entry, messageId: sent.id,
                    md5OfMessageBody: Digest.hex(Digest.md5(accepted.message.body.utf8)),
                    md5OfMessageAttributes: accepted.message.attributes.md5,
                    md5OfMessageSystemAttributes: accepted.message.systemAttributes.md5,
                    sequenceNumber: queue.isFIFO ? sent.key.sequenceNumber : nil)
            }, failed: failed)
    }
}

extension SendMessageBatchRequestEntry {
    var draft: MessageDraft {
        MessageDraft(
            body: messageBody, delaySeconds: delaySeconds, attributes: messageAttributes,
            systemAttributes: messageSystemAttributes, deduplicationID: messageDeduplicationId,
            group: messageGroupId)
    }

    /// What the entry counts towards the limit of the batch.
    var byteCount: Int {
        (messageAttributes ?? [:]).reduce(messageBody.utf8.count) { sum, attribute in
            sum + attribute.key.utf8.count + attribute.value.dataType.utf8.count
                + (attribute.value.stringValue?.utf8.count ?? 0) + (attribute.value.binaryValue?.count ?? 0)
        }
    }
}
