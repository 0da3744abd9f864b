internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Stores one message at the end of a queue.
    func sendMessage(_ input: SendMessageInput, _ call: Call) async throws -> SendMessageOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let draft = MessageDraft(
            body: input.messageBody, delaySeconds: input.delaySeconds, attributes: input.messageAttributes,
            systemAttributes: input.messageSystemAttributes, deduplicationID: input.messageDeduplicationId,
            group: input.messageGroupId)
        let message = try draft.checked(for: queue, id: call.makeID(), sender: call.principal.userID)
        let sent = try await kernel.store.write(label: "sqs.SendMessage", checksFirst: !queue.isFIFO) { tx in
            try self.enqueue([message], to: queue, at: call.now, in: tx)
        }
        meters.countSent([message])
        return SendMessageOutput(
            md5OfMessageBody: Digest.hex(Digest.md5(message.body.utf8)),
            md5OfMessageAttributes: message.attributes.md5,
            md5OfMessageSystemAttributes: message.systemAttributes.md5,
            messageId: sent[0].id,
            sequenceNumber: queue.isFIFO ? sent[0].key.sequenceNumber : nil)
    }
}
