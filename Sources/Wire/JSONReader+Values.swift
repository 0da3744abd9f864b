extension JSONReader {
    /// The error for a value of another type than the member's.
    func wrongType(_ expected: Member.Kind) -> WireError {
        let found: Malformation.Found
        switch at(offset) {
        case UInt8(ascii: "\""): found = .string
        case UInt8(ascii: "{"): found = .map
        case UInt8(ascii: "["): found = .list
        case UInt8(ascii: "t"): found = .boolean
        case UInt8(ascii: "f"): found = .falseValue
        case UInt8(ascii: "n"): found = .null
        case UInt8(ascii: "-"), 0x30...0x39: found = isDecimal ? .decimal : .number
        default: return unexpected()
        }
        return error(.wrongType(found: found, expected: expected))
    }

    /// Whether the number that begins here has a fraction or an exponent.
    private var isDecimal: Bool {
        var index = offset + 1
        while at(index) &- 0x30 < 10 { index += 1 }
        return at(index) == UInt8(ascii: ".") || at(index) | 0x20 == UInt8(ascii: "e")
    }

    private var kind: Member.Kind { member?.kind ?? .string }

    public mutating func string() throws(WireError) -> String {
        guard at(offset) == UInt8(ascii: "\"") else { throw wrongType(.string) }
        return try text(rawString())
    }

    public mutating func integer() throws(WireError) -> Int {
        let start = offset
        let isNegative = at(offset) == UInt8(ascii: "-")
        guard isNegative || at(offset) &- 0x30 < 10 else { throw wrongType(kind) }
        if isNegative { offset += 1 }
        let first = offset
        var value = 0
        // Eighteen digits cannot overflow.
        while offset - first < 18, at(offset) &- 0x30 < 10 {
            value = value &* 10 &+ Int(at(offset) &- 0x30)
            offset += 1
        }
        switch at(offset) {
        case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            offset = start
            return try unusualInteger()
        default: break
        }
        guard offset > first, at(first) != 0x30 || offset == first + 1 else { throw error(.invalidNumber) }
        if isNegative { value = -value }
        guard kind.integers.contains(value) else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    /// Integers of more than eighteen digits or written with a fraction or an exponent.
    private mutating func unusualInteger() throws(WireError) -> Int {
        let digits = try number()
        guard let value = Decimal.integer(digits.utf8) ?? Double(digits).flatMap({ Int(exactly: $0) }),
            kind.integers.contains(value)
        else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    /// The digits of a number, checked against the grammar of RFC 8259.
    mutating func number() throws(WireError) -> String {
        let start = offset
        try skipNumber()
        // SAFETY: both offsets were passed while reading.
        return bytes.extracting(start..<offset).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    mutating func skipNumber() throws(WireError) {
        if at(offset) == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        try skipDigits()
        guard at(first) != 0x30 || offset == first + 1 else { throw error(.invalidNumber) }
        if at(offset) == UInt8(ascii: ".") {
            offset += 1
            try skipDigits()
        }
        if at(offset) | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if at(offset) == UInt8(ascii: "+") || at(offset) == UInt8(ascii: "-") { offset += 1 }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(WireError) {
        let start = offset
        while at(offset) &- 0x30 < 10 { offset += 1 }
        guard offset > start else { throw offset < bytes.byteCount ? error(.invalidNumber) : unexpected() }
    }

    public mutating func double() throws(WireError) -> Double {
        if at(offset) == UInt8(ascii: "\"") {
            let start = offset
            let name = try text(rawString())
            if let value = Double(wireText: name), !value.isFinite { return value }
            offset = start
            throw wrongType(kind)
        }
        guard at(offset) == UInt8(ascii: "-") || at(offset) &- 0x30 < 10 else { throw wrongType(kind) }
        guard let value = Double(try number()), value.isFinite else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    public mutating func boolean() throws(WireError) -> Bool {
        switch at(offset) {
        case UInt8(ascii: "t"): try literal("true"); return true
        case UInt8(ascii: "f"): try literal("false"); return false
        default: throw wrongType(.boolean)
        }
    }

    public mutating func blob() throws(WireError) -> [UInt8] {
        guard at(offset) == UInt8(ascii: "\"") else { throw wrongType(.blob) }
        let raw = try rawString()
        let decoded: [UInt8]?
        if raw.hasEscapes {
            decoded = Base64.decoded(unescaped(raw))
        } else {
            // SAFETY: the range was returned by `rawString`.
            decoded = bytes.extracting(raw.start..<raw.end).withUnsafeBytes { Base64.decoded($0) }
        }
        guard let decoded else { throw error(.invalidBase64) }
        return decoded
    }

    public mutating func timestamp() throws(WireError) -> Timestamp {
        let format = member?.timestampFormat ?? .epoch
        let start = offset
        if at(offset) == UInt8(ascii: "\"") {
            guard let value = Timestamp(parsing: try text(rawString()), format == .epoch ? .iso8601 : format)
            else {
                offset = start
                throw error(.invalidTimestamp)
            }
            return value
        }
        guard at(offset) == UInt8(ascii: "-") || at(offset) &- 0x30 < 10 else { throw wrongType(.timestamp) }
        guard let seconds = Double(try number()), let value = Timestamp(seconds: seconds) else {
            throw error(.invalidTimestamp)
        }
        return value
    }

    public mutating func document() throws(WireError) -> JSON {
        let start = offset
        try skipValue()
        // SAFETY: both offsets were passed while reading.
        let text = bytes.extracting(start..<offset).withUnsafeBytes { Array($0) }
        do {
            return try JSON(parsing: text)
        } catch {
            throw .malformed(Malformation(.unexpectedByte, at: start + error.offset))
        }
    }

    public mutating func stream() throws(WireError) -> BodyStream { BodyStream(try blob()) }

    /// Passes over one value of any type, checking its form.
    mutating func skipValue() throws(WireError) {
        switch at(offset) {
        case UInt8(ascii: "\""): _ = try rawString()
        case UInt8(ascii: "{"):
            try open(UInt8(ascii: "{"), .map)
            while try another(until: UInt8(ascii: "}")) {
                _ = try rawString()
                skipSpace()
                try expect(UInt8(ascii: ":"))
                skipSpace()
                try skipValue()
            }
        case UInt8(ascii: "["):
            try open(UInt8(ascii: "["), .list)
            while try another(until: UInt8(ascii: "]")) { try skipValue() }
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "-"), 0x30...0x39: try skipNumber()
        default: throw unexpected()
        }
    }
}
