/// Reads shapes from JSON text without building a tree: a view over the request's bytes.
///
/// Strict in form (RFC 8259, depth, UTF-8, nothing after the value), lenient in content as AWS is: unknown
/// members and nulls are skipped, of a repeated member the last one counts.
public struct JSONReader: ShapeReader, ~Copyable, ~Escapable {
    public struct Frame {
        // SAFETY: schemas outlive the readers that walk them: generated ones live as long as the process,
        // loose values hold theirs. Counting references would cost a third of the time of reading.
        var schema: Unmanaged<Schema>?
        // SAFETY: a member is held by its schema.
        var element: Unmanaged<Member>?
        /// Where the next member is expected.
        var hint = 0

        init(_ schema: Schema) { self.schema = .passUnretained(schema) }
        init(element: Unmanaged<Member>?) { self.element = element }
    }

    let bytes: RawSpan
    var offset = 0
    var depth = 0
    /// Whether a bracket was opened and nothing read since.
    var isStart = false
    /// The member whose value is read next.
    // SAFETY: as in `Frame`.
    var member: Unmanaged<Member>?

    /// Takes bytes whose UTF-8 has been checked.
    @_lifetime(copy bytes)
    init(unchecked bytes: RawSpan) {
        self.bytes = bytes
    }

    /// Checks the UTF-8 of the bytes; an empty text counts as an empty object, as it does for AWS.
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) throws(WireError) {
        if let offset = UTF8Check.firstInvalid(in: bytes) {
            throw .malformed(Malformation(.invalidUTF8, at: offset))
        }
        self.bytes = bytes
    }

    public var position: Int { offset }

    func error(_ reason: Malformation.Reason) -> WireError { .malformed(Malformation(reason, at: offset)) }

    /// The byte at an offset, 0 beyond the end: no token contains a 0.
    @inline(__always)
    func at(_ offset: Int) -> UInt8 {
        // SAFETY: the offset is checked; callers only count upwards from zero.
        offset < bytes.byteCount ? bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : 0
    }

    @inline(__always)
    mutating func skipSpace() {
        while true {
            switch at(offset) {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    func unexpected() -> WireError { error(offset < bytes.byteCount ? .unexpectedByte : .unexpectedEnd) }

    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(WireError) {
        guard at(offset) == byte else { throw unexpected() }
        offset += 1
    }

    mutating func open(_ byte: UInt8, _ kind: Member.Kind) throws(WireError) {
        skipSpace()
        guard at(offset) == byte else { throw wrongType(kind) }
        guard depth < WireLimits.depth else { throw error(.tooDeep) }
        depth += 1
        offset += 1
        isStart = true
    }

    /// Moves to the next item of an object or array; false at its end, which is consumed.
    @inline(__always)
    mutating func another(until close: UInt8) throws(WireError) -> Bool {
        skipSpace()
        let byte = at(offset)
        if byte == close {
            offset += 1
            depth -= 1
            isStart = false
            return false
        }
        if isStart {
            isStart = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw unexpected() }
            offset += 1
            skipSpace()
        }
        return true
    }

    /// Skips `null` and tells whether there was one.
    @inline(__always)
    mutating func skipNull() throws(WireError) -> Bool {
        guard at(offset) == UInt8(ascii: "n") else { return false }
        try literal("null")
        return true
    }

    mutating func literal(_ text: StaticString) throws(WireError) {
        // SAFETY: a static string of ASCII has a pointer representation.
        for index in 0..<text.utf8CodeUnitCount {
            guard at(offset) == text.utf8Start[index] else { throw unexpected() }
            offset += 1
        }
    }

    /// The end of a document: nothing but white space may follow.
    public mutating func end() throws(WireError) {
        skipSpace()
        guard offset == bytes.byteCount else { throw error(.trailingBytes) }
    }

    // MARK: Structures, lists, maps

    public mutating func beginStructure(_ schema: Schema) throws(WireError) -> Frame {
        if bytes.byteCount == 0 { return Frame(schema) }
        try open(UInt8(ascii: "{"), .structure)
        return Frame(schema)
    }

    public mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int? {
        guard let schema = frame.schema, bytes.byteCount > 0 else { return nil }
        while try another(until: UInt8(ascii: "}")) {
            let name = try rawString()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            guard let position = try position(of: name, in: schema, hint: frame.hint) else {
                try skipValue()
                continue
            }
            if try skipNull() { continue }
            frame.hint = position + 1
            member = schema.member(position)
            return position
        }
        return nil
    }

    /// Finds a member by its name, looking first where a client that keeps the model's order has it.
    private func position(
        of name: RawString, in schema: Unmanaged<Schema>, hint: Int
    ) throws(WireError) -> Int? {
        if name.hasEscapes {
            let text = unescaped(name)
            return text.withUnsafeBytes { bytes in
                schema._withUnsafeGuaranteedRef { $0.position(ofJSON: bytes, hint: hint) }
            }
        }
        return bytes.extracting(name.start..<name.end).withUnsafeBytes { bytes in
            schema._withUnsafeGuaranteedRef { $0.position(ofJSON: bytes, hint: hint) }
        }
    }

    public mutating func beginList() throws(WireError) -> Frame {
        try open(UInt8(ascii: "["), .list)
        return Frame(element: member?.element)
    }

    public mutating func nextElement(_ frame: inout Frame) throws(WireError) -> Bool {
        while try another(until: UInt8(ascii: "]")) {
            if try skipNull() { continue }
            member = frame.element
            return true
        }
        return false
    }

    public mutating func beginMap() throws(WireError) -> Frame {
        try open(UInt8(ascii: "{"), .map)
        return Frame(element: member?.element)
    }

    public mutating func nextKey(_ frame: inout Frame) throws(WireError) -> String? {
        while try another(until: UInt8(ascii: "}")) {
            let key = try text(rawString())
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            if try skipNull() { continue }
            member = frame.element
            return key
        }
        return nil
    }
}

extension Unmanaged<Schema> {
    @inline(__always)
    func member(_ position: Int) -> Unmanaged<Member> {
        _withUnsafeGuaranteedRef { .passUnretained($0.members[position]) }
    }
}

extension Unmanaged<Member> {
    @inline(__always)
    var element: Unmanaged<Member>? {
        _withUnsafeGuaranteedRef { $0.element.map { .passUnretained($0) } }
    }
    @inline(__always)
    var kind: Member.Kind { _withUnsafeGuaranteedRef { $0.kind } }
    @inline(__always)
    var timestampFormat: TimestampFormat? { _withUnsafeGuaranteedRef { $0.timestampFormat } }
}
