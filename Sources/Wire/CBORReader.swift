/// Reads shapes from CBOR, RFC 8949, as the rpcv2Cbor protocol uses it.
struct CBORReader: ShapeReader, ~Copyable, ~Escapable {
    struct Frame {
        var schema: Schema?
        var element: Member?
        /// Items that are left; nil when a break ends them.
        var remaining: Int?
        var hint = 0
    }

    let bytes: RawSpan
    var offset = 0
    private var depth = 0
    private var member: Member?

    /// The major types of CBOR.
    enum Major: UInt8 { case unsigned, negative, bytes, text, array, map, tag, simple }

    struct Head {
        var major: Major
        var info: UInt8
        var argument: UInt64
        var isIndefinite: Bool { info == 31 }
    }

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    var position: Int { offset }

    private func error(_ reason: Malformation.Reason) -> WireError {
        .malformed(Malformation(reason, at: offset))
    }

    private func peek() throws(WireError) -> UInt8 {
        guard offset < bytes.byteCount else { throw error(.unexpectedEnd) }
        // SAFETY: the offset was checked.
        return bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    mutating func end() throws(WireError) {
        guard offset == bytes.byteCount else { throw error(.trailingBytes) }
    }

    private mutating func head() throws(WireError) -> Head {
        let first = try peek()
        guard let major = Major(rawValue: first >> 5) else { throw error(.unexpectedByte) }
        let info = first & 31
        offset += 1
        switch info {
        case 0..<24: return Head(major: major, info: info, argument: UInt64(info))
        case 24...27: return Head(major: major, info: info, argument: try big(1 << Int(info - 24)))
        case 31 where major != .unsigned && major != .negative && major != .tag:
            return Head(major: major, info: info, argument: 0)
        default: throw error(.unexpectedByte)
        }
    }

    /// An unsigned integer of 1, 2, 4 or 8 bytes in network order.
    private mutating func big(_ count: Int) throws(WireError) -> UInt64 {
        guard count <= bytes.byteCount - offset else { throw error(.unexpectedEnd) }
        var value: UInt64 = 0
        for _ in 0..<count {
            // SAFETY: the count was checked.
            value = value << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        return value
    }

    /// The head of a value, past tags that say nothing to us.
    private mutating func untaggedHead() throws(WireError) -> Head {
        var head = try head()
        while head.major == .tag { head = try self.head() }
        return head
    }

    private mutating func skipNull() throws(WireError) -> Bool {
        let byte = try peek()
        guard byte == 0xF6 || byte == 0xF7 else { return false }
        offset += 1
        return true
    }

    private func wrongType(_ head: Head, _ expected: Member.Kind) -> WireError {
        let found: Malformation.Found =
            switch head.major {
            case .unsigned, .negative: .number
            case .bytes, .text: .string
            case .array: .list
            case .map, .tag: .map
            case .simple: head.info == 20 || head.info == 21 ? .boolean : head.info == 22 ? .null : .number
            }
        return error(.wrongType(found: found, expected: expected))
    }

    private mutating func open(_ major: Major, _ kind: Member.Kind) throws(WireError) -> Int? {
        let head = try untaggedHead()
        guard head.major == major else { throw wrongType(head, kind) }
        guard depth < WireLimits.depth else { throw error(.tooDeep) }
        depth += 1
        if head.isIndefinite { return nil }
        // Every item has at least one byte, so that a length cannot promise more than there is.
        guard head.argument <= UInt64(bytes.byteCount - offset) else { throw error(.unexpectedEnd) }
        return Int(head.argument)
    }

    /// Whether another item follows in an array or map.
    private mutating func another(_ frame: inout Frame) throws(WireError) -> Bool {
        if let remaining = frame.remaining {
            if remaining == 0 { depth -= 1; return false }
            frame.remaining = remaining - 1
            return true
        }
        if try peek() == 0xFF {
            offset += 1
            depth -= 1
            return false
        }
        return true
    }

    // MARK: Structures, lists, maps

    mutating func beginStructure(_ schema: Schema) throws(WireError) -> Frame {
        if bytes.byteCount == 0 { depth += 1; return Frame(schema: schema, remaining: 0) }
        return Frame(schema: schema, remaining: try open(.map, .structure))
    }

    mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int? {
        guard let schema = frame.schema else { return nil }
        while try another(&frame) {
            let name = try self.text()
            let position = name.withUnsafeBytes { schema.position(ofJSON: $0, hint: frame.hint) }
            guard let position else {
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

    mutating func beginList() throws(WireError) -> Frame {
        let element = member?.element
        return Frame(element: element, remaining: try open(.array, .list))
    }

    mutating func nextElement(_ frame: inout Frame) throws(WireError) -> Bool {
        while try another(&frame) {
            if try skipNull() { continue }
            member = frame.element
            return true
        }
        return false
    }

    mutating func beginMap() throws(WireError) -> Frame {
        let element = member?.element
        return Frame(element: element, remaining: try open(.map, .map))
    }

    mutating func nextKey(_ frame: inout Frame) throws(WireError) -> String? {
        while try another(&frame) {
            let key = try string()
            if try skipNull() { continue }
            member = frame.element
            return key
        }
        return nil
    }

    // MARK: Values

    /// The bytes of a text or byte string, its pieces joined.
    private mutating func chunks(_ major: Major, _ kind: Member.Kind) throws(WireError) -> [UInt8] {
        let head = try untaggedHead()
        guard head.major == major else { throw wrongType(head, kind) }
        guard head.isIndefinite else { return try piece(head) }
        var out: [UInt8] = []
        while try peek() != 0xFF {
            let next = try self.head()
            guard next.major == major, !next.isIndefinite else { throw error(.unexpectedByte) }
            out.append(contentsOf: try piece(next))
        }
        offset += 1
        return out
    }

    private mutating func piece(_ head: Head) throws(WireError) -> [UInt8] {
        guard head.argument <= UInt64(bytes.byteCount - offset) else { throw error(.unexpectedEnd) }
        let end = offset + Int(head.argument)
        defer { offset = end }
        return bytes.extracting(offset..<end).withUnsafeBytes { Array($0) }
    }

    private mutating func text() throws(WireError) -> [UInt8] { try chunks(.text, .string) }

    mutating func string() throws(WireError) -> String {
        guard let text = String(validating: try text(), as: UTF8.self) else { throw error(.invalidUTF8) }
        return text
    }

    mutating func integer() throws(WireError) -> Int {
        let kind = member?.kind ?? .long
        let head = try untaggedHead()
        let value: Int?
        switch head.major {
        case .unsigned: value = Int(exactly: head.argument)
        case .negative: value = Int(exactly: head.argument).map { -1 - $0 }
        case .simple where head.info >= 25 && head.info <= 27: value = Int(exactly: float(head))
        default: throw wrongType(head, kind)
        }
        guard let value, kind.integers.contains(value) else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    /// The value of a float of half, single or double precision.
    private func float(_ head: Head) -> Double {
        switch head.info {
        case 25: Self.half(UInt16(truncatingIfNeeded: head.argument))
        case 26: Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument)))
        default: Double(bitPattern: head.argument)
        }
    }

    private static func half(_ bits: UInt16) -> Double {
        let exponent = Int(bits >> 10 & 31)
        let fraction = Double(bits & 1023)
        let magnitude: Double =
            switch exponent {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            default: Double(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    mutating func double() throws(WireError) -> Double {
        let head = try untaggedHead()
        switch head.major {
        case .unsigned: return Double(head.argument)
        case .negative: return -1 - Double(head.argument)
        case .simple where head.info >= 25 && head.info <= 27: return float(head)
        default: throw wrongType(head, member?.kind ?? .double)
        }
    }

    mutating func boolean() throws(WireError) -> Bool {
        let head = try untaggedHead()
        guard head.major == .simple, head.info == 20 || head.info == 21 else {
            throw wrongType(head, .boolean)
        }
        return head.info == 21
    }

    mutating func blob() throws(WireError) -> [UInt8] { try chunks(.bytes, .blob) }

    mutating func timestamp() throws(WireError) -> Timestamp {
        let head = try head()
        guard head.major == .tag, head.argument == 1 else { throw wrongType(head, .timestamp) }
        guard let value = Timestamp(seconds: try double()) else { throw error(.invalidTimestamp) }
        return value
    }

    mutating func stream() throws(WireError) -> BodyStream { BodyStream(try blob()) }

    /// Documents have no form in this protocol.
    mutating func document() throws(WireError) -> JSON { throw error(.unexpectedByte) }

    /// Passes over one value of any type.
    private mutating func skipValue() throws(WireError) {
        guard depth < WireLimits.depth else { throw error(.tooDeep) }
        let start = offset
        let head = try untaggedHead()
        switch head.major {
        case .unsigned, .negative, .tag: break
        case .bytes, .text:
            offset = start
            _ = try chunks(head.major, .blob)
        case .array, .map:
            offset = start
            var frame = Frame(remaining: try open(head.major, .map))
            while try another(&frame) {
                if head.major == .map { try skipValue() }
                try skipValue()
            }
        case .simple: if head.isIndefinite { throw error(.unexpectedByte) }
        }
    }
}
