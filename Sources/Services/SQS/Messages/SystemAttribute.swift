internal import Kernel
internal import SQSInterface

/// The attributes of a message that SQS knows itself.
enum SystemAttribute {
    static let names: Set<String> = [
        "All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp",
        "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader",
        "DeadLetterQueueSourceArn",
    ]
}

extension ReceivedMessage {
    /// The message as the wire spells it, with the attributes that were asked for.
    func shape(of queue: Queue, system names: Set<String>, attributes wanted: [String]) -> Message {
        let attributes = MessageAttributes(stored: wanted.isEmpty ? nil : stored.attributes).selected(
            by: wanted)
        return Message(
            messageId: stored.id,
            receiptHandle: ReceiptHandle(queue: queue.id, key: stored.key, receives: receives).text,
            md5OfBody: Digest.hex(Digest.md5(stored.body.utf8)),
            body: stored.body,
            attributes: names.isEmpty ? nil : systemAttributes(names, of: queue),
            md5OfMessageAttributes: attributes.md5,
            messageAttributes: attributes.isEmpty ? nil : attributes.wire)
    }

    private func systemAttributes(_ names: Set<String>, of queue: Queue) -> [String: String]? {
        var known = [
            "SenderId": stored.sender,
            "SentTimestamp": String(stored.sentAt.milliseconds),
            "ApproximateReceiveCount": String(receives),
            "ApproximateFirstReceiveTimestamp": String(firstReceivedAt.milliseconds),
        ]
        known["MessageGroupId"] = stored.groupName
        known["AWSTraceHeader"] = stored.trace
        known["DeadLetterQueueSourceArn"] = stored.source
        if queue.isFIFO {
            known["MessageDeduplicationId"] = stored.deduplicationID
            known["SequenceNumber"] = stored.key.sequenceNumber
        }
        known = known.filter { names.contains($0.key) }
        return known.isEmpty ? nil : known
    }
}
