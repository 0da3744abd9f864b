/// Why a request or an answer could not be read.
public enum WireError: Error, Sendable, Equatable {
    /// The bytes do not follow their format, or a value has the wrong type.
    case malformed(Malformation)
    /// The bytes are well formed, but the values break what the model demands. All violations are listed.
    case invalid([Violation])

    /// A required member that is absent, found by the reader of a structure.
    @inlinable
    public static func missing(_ schema: Schema, _ member: Int) -> WireError {
        .invalid([Violation(path: schema.members[member].name, value: nil, rule: .required)])
    }
}

/// What is wrong with the bytes, and where.
public struct Malformation: Error, Sendable, Equatable {
    /// The kinds of mistakes that AWS distinguishes in its answers, and our own limits.
    public enum Reason: Sendable, Equatable {
        case unexpectedEnd, unexpectedByte, invalidNumber, invalidEscape, invalidUTF8, trailingBytes
        /// Nesting beyond `WireLimits.depth`, or more elements than `WireLimits.elements`.
        case tooDeep, tooMany
        /// A value of another type than the member's: what stood there, and what the member is.
        case wrongType(found: Found, expected: Member.Kind)
        case numberOutOfRange(Member.Kind)
        case invalidBase64, invalidTimestamp
        /// An XML text that is not well formed, or uses what is refused: document types, unknown entities.
        case invalidXML
        case unsupportedMediaType
        /// A union with no member or with several.
        case emptyUnion, ambiguousUnion
    }

    /// The type of a value found in a text.
    public enum Found: Sendable, Equatable {
        case string, number, decimal, list, map, null
        /// `true` and `false`, which AWS tells apart.
        case boolean, falseValue
    }

    public let reason: Reason
    /// Distance in bytes from the start of the body; 0 for values outside the body.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

/// A value that breaks a rule of the model.
public struct Violation: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
        case required
        case lengthAtLeast(Int)
        case lengthAtMost(Int)
        case valueAtLeast(Double)
        case valueAtMost(Double)
        case pattern(String)
        case values([String])
        /// Rules that elements of the list break.
        indirect case elements([Rule])
        /// Rules that a key of the map breaks.
        indirect case keys([Rule])
    }

    /// Members from the input to the value, as the model spells them: `Entries.1.member.Id`.
    public let path: String
    /// The value as text, nil when there is none.
    public let value: String?
    public let rule: Rule

    public init(path: String, value: String?, rule: Rule) {
        self.path = path
        self.value = value
        self.rule = rule
    }
}

/// Bounds of what readers accept, so that no request can exhaust stack or memory.
public enum WireLimits {
    /// How deep structures, lists and maps may nest.
    public static let depth = 128
    /// The greatest position in a list or map of a form, and the most elements of one.
    public static let elements = 10_000
}
