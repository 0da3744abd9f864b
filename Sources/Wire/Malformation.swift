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
