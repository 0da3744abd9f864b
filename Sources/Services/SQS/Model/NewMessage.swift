internal import Kernel
internal import SQSInterface

/// A message that was checked and waits to be stored.
struct NewMessage: Sendable {
    /// Made of the message's place when it is stored; a dead letter keeps the one it had.
    var id = ""
    /// The flow that it belongs to; nil for what a client sends.
    var flow: Flow?
    var body: String
    var sender: String
    var attributes = MessageAttributes()
    var trace: String?
    /// A delay of its own; nil stands for the queue's.
    var delaySeconds: Int?
    var group: String?
    var deduplicationID: String?

    /// Whether it is nothing but a body.
    var isPlain: Bool { group == nil && deduplicationID == nil && trace == nil && attributes.isEmpty }

    /// What it counts towards the limit on size.
    var byteCount: Int { body.utf8.count + attributes.byteCount }
}

/// What a caller says about a message, whichever operation it comes by.
struct MessageDraft {
    var body: String
    var delaySeconds: Int?
    var attributes: [String: MessageAttributeValue]?
    var systemAttributes: [String: MessageSystemAttributeValue]?
    var deduplicationID: String?
    var group: String?

    /// Checks the draft against the rules of the queue, in the order in which AWS does.
    func checked(for queue: Queue, flow: Flow? = nil, sender: String) throws -> NewMessage {
        guard !body.isEmpty else {
            throw MissingParameter("The request must contain the parameter MessageBody.")
        }
        var message = NewMessage(flow: flow, body: body, sender: sender)
        if !queue.isFIFO, let deduplicationID {
            throw InvalidParameterValue(
                """
                Value \(deduplicationID) for parameter MessageDeduplicationId is invalid. Reason: \
                The request includes a parameter that is not valid for this queue type.
                """)
        }
        message.delaySeconds = try checkedDelay(for: queue)
        try MessageText.check(body)
        message.attributes = try MessageAttributes(checking: attributes)
        message.trace = try checkedTrace()
        guard message.byteCount <= queue.attributes.messageBytesMax else {
            throw InvalidParameterValue(
                """
                One or more parameters are invalid. Reason: Message must be shorter than \
                \(queue.attributes.messageBytesMax) bytes.
                """)
        }
        message.group = group
        if let group { try MessageText.checkID(group, "MessageGroupId") }
        if queue.isFIFO { message.deduplicationID = try checkedDeduplicationID(for: queue) }
        return message
    }

    private func checkedDelay(for queue: Queue) throws -> Int? {
        guard let delaySeconds else { return nil }
        guard (0...Limit.delaySeconds).contains(delaySeconds) else {
            throw InvalidParameterValue(
                """
                Value \(delaySeconds) for parameter DelaySeconds is invalid. Reason: \
                DelaySeconds must be >= 0 and <= \(Limit.delaySeconds).
                """)
        }
        guard queue.isFIFO else { return delaySeconds }
        guard delaySeconds == 0 else {
            throw InvalidParameterValue(
                """
                Value \(delaySeconds) for parameter DelaySeconds is invalid. Reason: \
                The request include parameter that is not valid for this queue type.
                """)
        }
        return nil
    }

    func checkedTrace() throws -> String? {
        guard let systemAttributes else { return nil }
        for name in systemAttributes.keys.sorted() where name != "AWSTraceHeader" {
            throw InvalidParameterValue("Message system attribute name '\(name)' is invalid.")
        }
        guard let header = systemAttributes["AWSTraceHeader"] else { return nil }
        guard header.dataType == "String", let text = header.stringValue, !text.isEmpty else {
            throw InvalidParameterValue(
                "Message (system) attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'."
            )
        }
        return text
    }

    /// Checks what every message of a FIFO queue must carry. AWS refuses the whole of a batch of which one
    /// entry lacks it, also a missing group as an invalid value.
    func checkOrder(in queue: Queue) throws(InvalidParameterValue) {
        guard group != nil else { throw InvalidParameterValue(Self.groupMissing) }
        guard deduplicationID != nil || queue.attributes.isContentBased else { throw Self.unidentified }
    }

    private static let groupMissing = "The request must contain the parameter MessageGroupId."

    private static var unidentified: InvalidParameterValue {
        InvalidParameterValue(
            """
            The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided \
            explicitly
            """)
    }

    private func checkedDeduplicationID(for queue: Queue) throws -> String {
        guard group != nil else { throw MissingParameter(Self.groupMissing) }
        if let deduplicationID {
            try MessageText.checkID(deduplicationID, "MessageDeduplicationId")
            return deduplicationID
        }
        guard queue.attributes.isContentBased else { throw Self.unidentified }
        return Digest.hex(Digest.sha256(body.utf8))
    }
}

extension NewMessage {
    /// The system attributes that its sender set, for the digest that the answer reports.
    var systemAttributes: MessageAttributes {
        guard let trace else { return MessageAttributes() }
        return MessageAttributes(["AWSTraceHeader": .init(type: "String", content: .text(trace))])
    }
}

extension MessageDraft {
    /// What the draft counts towards the limit on size, before it is checked.
    var byteCount: Int {
        (attributes ?? [:]).reduce(body.utf8.count) { sum, entry in
            sum + entry.key.utf8.count + entry.value.dataType.utf8.count
                + (entry.value.stringValue?.utf8.count ?? 0)
                + (entry.value.binaryValue?.count ?? 0)
        }
    }
}
