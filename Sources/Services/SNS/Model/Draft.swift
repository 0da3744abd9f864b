internal import Kernel
internal import SNSInterface
internal import Wire

/// What a publisher asked for, before it is known whether the topic takes it.
struct Draft: Sendable {
    static let groupIDMax = 128

    var message: String
    var subject: String?
    var structure: String?
    var attributes: [PublishedAttribute]
    var groupID: String?
    var deduplicationID: String?

    /// Bytes that count against the limit.
    var byteCount: Int {
        attributes.reduce(message.utf8.count) {
            $0 + $1.name.utf8.count + $1.dataType.utf8.count + $1.value.utf8.count
        }
    }

    /// Checks all that does not need the topic.
    func check() throws {
        guard !message.isEmpty else { throw InvalidParameterException("Invalid parameter: Empty message") }
        if let subject { try Self.check(subject: subject) }
        guard byteCount <= Publication.bytesMax else {
            throw InvalidParameterException("Invalid parameter: Message too long")
        }
        _ = try bodies()
    }

    private static func check(subject: String) throws {
        let isPlain = !subject.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        guard !subject.isEmpty, subject.count <= Publication.subjectMax, isPlain else {
            throw InvalidParameterException("Invalid parameter: Subject")
        }
    }

    /// The message by protocol.
    func bodies() throws -> [String: String] {
        guard let structure, !structure.isEmpty else { return ["default": message] }
        guard structure == "json" else {
            throw InvalidParameterException("Invalid parameter: MessageStructure")
        }
        let object: JSONObject?
        do { object = try JSON(parsing: message).object } catch { object = nil }
        guard let object else {
            throw InvalidParameterException(
                "Invalid parameter: Message Structure - JSON message body failed to parse")
        }
        guard object["default"]?.string != nil else {
            throw InvalidParameterException(
                "Invalid parameter: Message Structure - No default entry in JSON message body")
        }
        var bodies: [String: String] = [:]
        for name in ["default"] + TransportProtocol.allCases.map(\.rawValue)
            + Platform.allCases.map(\.rawValue)
        {
            bodies[name] = object[name]?.string
        }
        return bodies
    }

    /// The publication for a topic; throws what the kind of topic forbids.
    func publication(for topic: StoredTopic, _ call: Kernel.Call) throws -> Publication {
        var deduplication: String?
        if topic.isFIFO {
            try checkOrder(on: topic)
            if let groupID { try Self.check(identifier: groupID, "MessageGroupId") }
            if let deduplicationID { try Self.check(identifier: deduplicationID, "MessageDeduplicationId") }
            deduplication = deduplicationID ?? Digest.hex(Digest.sha256(Array(message.utf8)))
        } else if deduplicationID != nil {
            throw InvalidParameterException(
                "Invalid parameter: MessageDeduplicationId Reason: The request includes "
                    + "MessageDeduplicationId "
                    + "parameter that is not valid for this topic type")
        } else if let groupID {
            try Self.check(identifier: groupID, "MessageGroupId")
        }
        let flow = call.makeFlow()
        return Publication(
            id: call.kernel.names.name(in: flow), flow: flow, subject: subject, bodies: try bodies(),
            attributes: attributes,
            groupID: groupID,
            deduplicationID: deduplication, sequence: nil, publishedAt: call.now, endpoint: call.endpoint,
            trace: call.trace)
    }

    /// Checks what every message of a FIFO topic must carry.
    func checkOrder(on topic: StoredTopic) throws {
        guard topic.isFIFO else { return }
        guard let groupID, !groupID.isEmpty else {
            throw InvalidParameterException(
                "Invalid parameter: The MessageGroupId parameter is required for FIFO topics")
        }
        guard deduplicationID != nil || topic.deduplicatesByContent else {
            throw InvalidParameterException(
                "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or "
                    + "MessageDeduplicationId provided explicitly")
        }
    }

    private static func check(identifier: String, _ name: String) throws {
        let isPlain = identifier.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard !identifier.isEmpty, identifier.utf8.count <= groupIDMax, isPlain else {
            throw InvalidParameterException(
                "Invalid parameter: \(name) Reason: The \(name) can only include alphanumeric and "
                    + "punctuation "
                    + "characters. 1 to 128 in length")
        }
    }
}
