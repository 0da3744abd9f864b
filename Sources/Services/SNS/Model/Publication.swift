internal import EventPattern
internal import Kernel
internal import Wire

/// One message published to a topic, with all that its copies need.
struct Publication: Sendable {
    /// Bytes of the message with its attributes; a batch together may have no more.
    static let bytesMax = 262_144
    static let subjectMax = 100

    let id: String
    /// The flow that it begins or belongs to; nil for one that was stored before there were flows.
    let flow: Flow?
    let subject: String?
    /// The message by transport protocol; `default` stands for all others.
    let bodies: [String: String]
    /// In the order of their names.
    let attributes: [PublishedAttribute]
    let groupID: String?
    var deduplicationID: String?
    /// Of a FIFO topic, drawn when the message is accepted.
    var sequence: String?
    let publishedAt: Instant
    /// How the publisher reached the server, for links in the message.
    let endpoint: String
    let trace: String

    func body(for transport: TransportProtocol) -> String {
        bodies[transport.rawValue] ?? bodies["default"] ?? ""
    }
}

/// An attribute of a message: a string, or bytes in base64 when its type is `Binary`.
struct PublishedAttribute: Sendable {
    let name: String
    let dataType: String
    let value: String

    var isBinary: Bool { dataType == "Binary" || dataType.hasPrefix("Binary.") }

    var forFilter: MessageAttribute { MessageAttribute(name: name, dataType: dataType, value: value) }
}

extension Publication {
    /// The publication as a row keeps it.
    var text: String {
        var object: JSONObject = [
            "id": .string(id), "at": .number(String(publishedAt.milliseconds)), "endpoint": .string(endpoint),
            "trace": .string(trace),
            "attributes": .array(
                attributes.map { [.string($0.name), .string($0.dataType), .string($0.value)] }),
        ]
        object["flow"] = flow.map { .number(String($0.number)) }
        object["subject"] = subject.map { .string($0) }
        object["group"] = groupID.map { .string($0) }
        object["deduplication"] = deduplicationID.map { .string($0) }
        object["sequence"] = sequence.map { .string($0) }
        var bodies = JSONObject()
        for (name, body) in self.bodies { bodies[name] = .string(body) }
        object["bodies"] = .object(bodies)
        return JSON.object(object).text
    }

    init(text: String) throws {
        let json = try JSON(parsing: text)
        id = json["id"]?.string ?? ""
        flow = json["flow"]?.integer.flatMap { Flow(stored: Int64($0)) }
        subject = json["subject"]?.string
        var bodies: [String: String] = [:]
        for member in json["bodies"]?.object?.members ?? [] { bodies[member.name] = member.value.string }
        self.bodies = bodies
        attributes = (json["attributes"]?.array ?? []).compactMap { entry in
            guard let parts = entry.array?.compactMap(\.string), parts.count == 3 else { return nil }
            return PublishedAttribute(name: parts[0], dataType: parts[1], value: parts[2])
        }
        groupID = json["group"]?.string
        deduplicationID = json["deduplication"]?.string
        sequence = json["sequence"]?.string
        publishedAt = Instant(milliseconds: Int64(json["at"]?.integer ?? 0))
        endpoint = json["endpoint"]?.string ?? ""
        trace = json["trace"]?.string ?? ""
    }
}
