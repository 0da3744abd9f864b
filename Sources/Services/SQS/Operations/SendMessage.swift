internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Stores one message at the end of a queue.
    func sendMessage(_ input: SendMessageInput, _ call: Call) async throws -> SendMessageOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let message = try input.message(for: queue, call)
        let sent = try await kernel.store.write(label: "sqs.SendMessage", checksFirst: !queue.isFIFO) { tx in
            try self.enqueue([message], to: queue, at: call.now, in: tx)
        }
        meters.countSent([message])
        return SendMessageOutput(message, sent[0], in: queue)
    }
}

extension SendMessageInput {
    /// The message, checked.
    func message(for queue: Queue, _ call: Kernel.Call) throws -> NewMessage {
        let draft = MessageDraft(
            body: messageBody, delaySeconds: delaySeconds, attributes: messageAttributes,
            systemAttributes: messageSystemAttributes, deduplicationID: messageDeduplicationId,
            group: messageGroupId)
        return try draft.checked(for: queue, sender: call.principal.userID)
    }
}

extension SendMessageOutput {
    init(_ message: NewMessage, _ sent: SentMessage, in queue: Queue) {
        self.init(
            md5OfMessageBody: Digest.hex(Digest.md5(message.body.utf8)),
            md5OfMessageAttributes: message.attributes.md5,
            md5OfMessageSystemAttributes: message.systemAttributes.md5,
            messageId: sent.id,
            sequenceNumber: queue.isFIFO ? sent.key.sequenceNumber : nil)
    }
}
