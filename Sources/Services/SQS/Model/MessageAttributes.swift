internal import Kernel
internal import SQSInterface

/// The attributes that a sender gave a message, checked.
struct MessageAttributes: Sendable, Equatable {
    struct Value: Sendable, Equatable {
        let type: String
        let content: Content
    }

    enum Content: Sendable, Equatable {
        case text(String)
        case bytes([UInt8])
    }

    private(set) var values: [String: Value] = [:]

    init() {}

    init(_ values: [String: Value]) {
        self.values = values
    }

    init(checking attributes: [String: MessageAttributeValue]?) throws {
        guard let attributes, !attributes.isEmpty else { return }
        guard attributes.count <= Limit.messageAttributes else {
            throw InvalidParameterValue(
                """
                Number of message attributes [\(attributes.count)] exceeds the allowed maximum \
                [\(Limit.messageAttributes)].
                """)
        }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            try AttributeName.check(name)
            values[name] = try Self.check(value, of: name)
        }
    }

    static func check(_ value: MessageAttributeValue, of name: String) throws -> Value {
        guard value.stringListValues?.isEmpty ?? true, value.binaryListValues?.isEmpty ?? true else {
            throw UnsupportedOperation(
                "Message attribute list values in SendMessage operation are not supported.")
        }
        let type = value.dataType
        let kind = type.prefix { $0 != "." }
        guard ["String", "Number", "Binary"].contains(kind) else {
            throw InvalidParameterValue(
                """
                The message attribute '\(name)' has an invalid message attribute type, the set of supported type \
                prefixes is Binary, Number, and String.
                """)
        }
        guard type.utf8.count <= 256 else {
            throw InvalidParameterValue("Message (user) attribute types must be shorter than 256 Bytes")
        }
        if kind == "Binary" {
            guard let bytes = value.binaryValue, !bytes.isEmpty, value.stringValue == nil else {
                throw empty(name, type)
            }
            return Value(type: type, content: .bytes(bytes))
        }
        guard let text = value.stringValue, !text.isEmpty, value.binaryValue == nil else {
            throw empty(name, type)
        }
        if kind == "Number", !isNumber(text) {
            throw InvalidParameterValue(
                "Can't cast the value of message (user) attribute '\(name)' to a number.")
        }
        try MessageText.check(text)
        return Value(type: type, content: .text(text))
    }

    private static func empty(_ name: String, _ type: String) -> InvalidParameterValue {
        InvalidParameterValue(
            "Message (user) attribute '\(name)' must contain a non-empty value of type '\(type)'.")
    }

    private static func isNumber(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        return isPlain && Double(text) != nil
    }

    var isEmpty: Bool { values.isEmpty }

    /// What the attributes count towards the size of the message: names, types and values.
    var byteCount: Int {
        values.reduce(0) { sum, entry in
            let content =
                switch entry.value.content {
                case .text(let text): text.utf8.count
                case .bytes(let bytes): bytes.count
                }
            return sum + entry.key.utf8.count + entry.value.type.utf8.count + content
        }
    }

    /// The attributes as the wire spells them.
    var wire: [String: MessageAttributeValue] {
        values.mapValues { value in
            switch value.content {
            case .text(let text): MessageAttributeValue(dataType: value.type, stringValue: text)
            case .bytes(let bytes): MessageAttributeValue(dataType: value.type, binaryValue: bytes)
            }
        }
    }

    /// Those whose names a receiver asked for: a name, `All`, `.*`, or a prefix followed by `.*`.
    func selected(by names: [String]) -> MessageAttributes {
        guard !isEmpty, !names.isEmpty else { return MessageAttributes() }
        if names.contains("All") || names.contains(".*") { return self }
        return MessageAttributes(
            values.filter { name, _ in
                names.contains { $0 == name || ($0.hasSuffix(".*") && name.hasPrefix($0.dropLast(2))) }
            })
    }
}
