/// The header fields of a message, in the order sent (RFC 9110 section 5).
///
/// All fields lie in one byte array in their wire form, so a message costs two allocations however many
/// fields it has; strings are made when asked for. Names are compared without regard to ASCII case and kept
/// as sent.
public struct HTTPHeaders: Sendable {
    /// Where one field lies in `bytes`.
    struct Field: Sendable {
        var nameStart: UInt32
        var nameLength: UInt32
        var valueStart: UInt32
        var valueLength: UInt32
    }

    /// For fields made by `append`: exactly `name: value CRLF` for each field, in order, unless
    /// `isWireForm` is false.
    private(set) var bytes: [UInt8]
    private(set) var fields: [Field]
    /// `bytes` is what goes on the wire, as a whole.
    private(set) var isWireForm: Bool
    /// Some field is one that the codec writes itself (framing and connection control).
    private(set) var hasManagedField: Bool

    /// No fields.
    public init() {
        self.bytes = []
        self.fields = []
        self.isWireForm = true
        self.hasManagedField = false
    }

    /// The fields of a parsed head; `bytes` is shared with the head.
    init(parsed bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
        self.isWireForm = false
        self.hasManagedField = true
    }

    /// The number of fields.
    public var count: Int { fields.count }

    /// Whether there is no field.
    public var isEmpty: Bool { fields.isEmpty }

    /// Makes room, so that appending `size` bytes of names and values allocates once.
    public mutating func reserveCapacity(fields count: Int, bytes size: Int) {
        fields.reserveCapacity(count)
        bytes.reserveCapacity(size + 4 * count)
    }

    /// Adds a field behind the others.
    ///
    /// A value cannot split the message: surrounding white space is dropped, and every control character in
    /// it (CR, LF and NUL among them) becomes a space.
    /// - Returns: false if `name` is not a token (RFC 9110 section 5.6.2); nothing is added then.
    @discardableResult
    public mutating func append(_ name: String, _ value: String) -> Bool {
        let nameStart = bytes.count
        bytes.append(contentsOf: name.utf8)
        let nameEnd = bytes.count
        guard nameEnd > nameStart, FieldSyntax.isToken(bytes[nameStart..<nameEnd]) else {
            bytes.removeLast(nameEnd - nameStart)
            return false
        }
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        var valueStart = bytes.count
        bytes.append(contentsOf: value.utf8)
        var valueEnd = bytes.count
        neutralise(valueStart..<valueEnd)
        let untrimmed = valueStart..<valueEnd
        while valueStart < valueEnd, bytes[valueStart] == 0x20 || bytes[valueStart] == 0x09 {
            valueStart += 1
        }
        while valueEnd > valueStart, bytes[valueEnd - 1] == 0x20 || bytes[valueEnd - 1] == 0x09 {
            valueEnd -= 1
        }
        if untrimmed != valueStart..<valueEnd {
            bytes.removeSubrange(valueEnd..<untrimmed.upperBound)
            bytes.removeSubrange(untrimmed.lowerBound..<valueStart)
            valueEnd -= valueStart - untrimmed.lowerBound
            valueStart = untrimmed.lowerBound
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
        let field = Field(
            nameStart: UInt32(nameStart), nameLength: UInt32(nameEnd - nameStart),
            valueStart: UInt32(valueStart), valueLength: UInt32(valueEnd - valueStart))
        fields.append(field)
        hasManagedField = hasManagedField || isManaged(field)
        return true
    }

    /// Drops every field named `name`, then appends one.
    /// - Returns: false if `name` is not a token.
    @discardableResult
    public mutating func set(_ name: String, _ value: String) -> Bool {
        remove(name)
        return append(name, value)
    }

    /// Drops every field named `name`.
    public mutating func remove(_ name: String) {
        guard contains(name) else { return }
        fields = fields.filter { !matches($0, name) }
        isWireForm = false
    }

    /// Whether a field is named `name`.
    public func contains(_ name: String) -> Bool {
        index(of: name) != nil
    }

    /// The value of the first field named `name`, without surrounding white space.
    public func first(_ name: String) -> String? {
        index(of: name).map { text(valueRange(fields[$0])) }
    }

    /// The value of the first field named `name` as bytes, without a copy.
    public func firstBytes(_ name: String) -> ArraySlice<UInt8>? {
        index(of: name).map { bytes[valueRange(fields[$0])] }
    }

    /// The values of all fields named `name`, in the order sent.
    public func all(_ name: String) -> [String] {
        var values: [String] = []
        for field in fields where matches(field, name) { values.append(text(valueRange(field))) }
        return values
    }

    private func index(of name: String) -> Int? {
        for index in fields.indices where matches(fields[index], name) { return index }
        return nil
    }

    private func matches(_ field: Field, _ name: String) -> Bool {
        let utf8 = name.utf8
        guard Int(field.nameLength) == utf8.count else { return false }
        var at = Int(field.nameStart)
        for byte in utf8 {
            if FieldSyntax.lowercase(bytes[at]) != FieldSyntax.lowercase(byte) { return false }
            at += 1
        }
        return true
    }

    private func isManaged(_ field: Field) -> Bool {
        switch field.nameLength {
        case 10: matches(field, "connection") || matches(field, "keep-alive")
        case 14: matches(field, "content-length")
        case 17: matches(field, "transfer-encoding")
        default: false
        }
    }

    private mutating func neutralise(_ range: Range<Int>) {
        for index in range where FieldSyntax.isForbiddenInValue(bytes[index]) { bytes[index] = 0x20 }
    }

    private func valueRange(_ field: Field) -> Range<Int> {
        Int(field.valueStart)..<Int(field.valueStart) + Int(field.valueLength)
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}

extension HTTPHeaders {
    /// The bytes of the name of field `index` as sent.
    func nameBytes(_ index: Int) -> ArraySlice<UInt8> {
        let field = fields[index]
        return bytes[Int(field.nameStart)..<Int(field.nameStart) + Int(field.nameLength)]
    }

    /// The bytes of the value of field `index`.
    func valueBytes(_ index: Int) -> ArraySlice<UInt8> { bytes[valueRange(fields[index])] }

    /// Whether field `index` is one that the codec writes itself.
    func isManaged(_ index: Int) -> Bool { isManaged(fields[index]) }
}

extension HTTPHeaders: Sequence {
    /// Goes through the fields in the order sent, as name and value.
    public struct Iterator: IteratorProtocol, Sendable {
        private let headers: HTTPHeaders
        private var index = 0

        init(_ headers: HTTPHeaders) { self.headers = headers }

        /// The next field, nil behind the last.
        public mutating func next() -> (name: String, value: String)? {
            guard index < headers.fields.count else { return nil }
            defer { index += 1 }
            return (
                String(decoding: headers.nameBytes(index), as: UTF8.self),
                String(decoding: headers.valueBytes(index), as: UTF8.self)
            )
        }
    }

    /// Goes through the fields in the order sent.
    public func makeIterator() -> Iterator { Iterator(self) }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Fields from pairs of name and value, in that order; a pair whose name is not a token is left out.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}
