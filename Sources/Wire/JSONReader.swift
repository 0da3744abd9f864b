/// Reads shapes from JSON text without building a tree: a view over the request's bytes.
///
/// Strict in form (RFC 8259, depth, UTF-8, nothing after the value), lenient in content as AWS is: unknown members
/// and nulls are skipped, of a repeated member the last one counts.
public struct JSONReader: ShapeReader, ~Copyable, ~Escapable {
    public struct Frame {
        @usableFromInline var schema: Schema?
        @usableFromInline var element: Member?
        /// Where the next member is expected.
        @usableFromInline var hint = 0
    }

    let bytes: RawSpan
    var offset = 0
    var depth = 0
    /// Whether a bracket was opened and nothing read since.
    var isStart = false
    /// The member whose value is read next.
    var member: Member?

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
        if bytes.byteCount == 0 { return Frame(schema: schema, element: nil) }
        try open(UInt8(ascii: "{"), .structure)
        return Frame(schema: schema, element: nil)
    }

    public mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int? {
        guard let schema = frame.schema, bytes.byteCount > 0 else { return nil }
        while try another(until: UInt8(ascii: "}")) {
            let name = try rawString()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            guard let position = position(of: name, in: schema.members, hint: frame.hint) else {
                try skipValue()
                continue
            }
            if try skipNull() { continue }
            frame.hint = position + 1
            member = schema.members[position]
            return position
        }
        return nil
    }

    /// Finds a member by its name, looking first where a client that keeps the model's order has it.
    private func position(of name: RawString, in members: [Member], hint: Int) -> Int? {
        guard !name.hasEscapes else { return escapedPosition(of: name, in: members) }
        var candidate = hint
        for _ in 0..<members.count {
            if candidate >= members.count { candidate = 0 }
            if matches(name, members[candidate].jsonName) { return candidate }
            candidate += 1
        }
        return nil
    }

    private func escapedPosition(of name: RawString, in members: [Member]) -> Int? {
        guard let text = try? unescaped(name) else { return nil }
        return members.firstIndex { $0.jsonName == text }
    }

    @inline(__always)
    private func matches(_ name: RawString, _ expected: [UInt8]) -> Bool {
        let count = name.end - name.start
        guard count == expected.count else { return false }
        // SAFETY: `rawString` returned a range inside the bytes.
        for index in 0..<count
        where bytes.unsafeLoad(fromByteOffset: name.start + index, as: UInt8.self) != expected[index] {
            return false
        }
        return true
    }

    public mutating func beginList() throws(WireError) -> Frame {
        try open(UInt8(ascii: "["), .list)
        return Frame(schema: nil, element: member?.element)
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
        return Frame(schema: nil, element: member?.element)
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
