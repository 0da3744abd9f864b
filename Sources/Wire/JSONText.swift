/// Why a text is not JSON.
public struct JSONError: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        case unexpectedEnd, unexpectedByte, invalidNumber, invalidEscape, invalidUTF8, tooDeep, trailingBytes
        /// An object has two members of one name, and whoever asked for the value refuses that.
        case repeatedName
    }

    public var reason: Reason
    /// Distance in bytes from the start of the text.
    public var offset: Int
}

extension JSON {
    /// How deep arrays and objects may nest; deeper texts are refused before they can exhaust the stack.
    public static let depthMax = 128

    /// Parses one JSON value that fills the whole text.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The same of a text in which no object has two members of one name, of which readers would see
    /// different ones.
    public init(parsingWithoutRepetition text: String) throws(JSONError) {
        var parser = JSONParser(bytes: Array(text.utf8), refusesRepetition: true)
        self = try parser.document()
    }

    /// Parses one JSON value that fills all the bytes, which must be UTF-8.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.document()
    }

    /// The shortest text of the value: no white space, members in order.
    public var text: String {
        String(decoding: utf8, as: UTF8.self)
    }

    /// The bytes of `text`.
    public var utf8: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    public func write(to out: inout [UInt8]) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let digits): out.append(contentsOf: digits.utf8)
        case .string(let value): Self.write(string: value, to: &out)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                element.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            out.append(UInt8(ascii: "{"))
            for (position, member) in object.members.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                Self.write(string: member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// Appends a quoted JSON string with the escapes that RFC 8259 demands and no others.
    public static func write(string: String, to out: inout [UInt8]) {
        var string = string
        out.append(UInt8(ascii: "\""))
        string.withUTF8 { utf8 in
            var start = 0
            while true {
                let end = JSONPlainText.end(in: UnsafeRawBufferPointer(utf8), from: start)
                out.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
                guard end < utf8.count else { break }
                write(escaped: utf8[end], to: &out)
                start = end + 1
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func write(escaped byte: UInt8, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
        case 0x0A: out.append(UInt8(ascii: "n"))
        case 0x0D: out.append(UInt8(ascii: "r"))
        case 0x09: out.append(UInt8(ascii: "t"))
        case 0x08: out.append(UInt8(ascii: "b"))
        case 0x0C: out.append(UInt8(ascii: "f"))
        default:
            let hex = Array("0123456789abcdef".utf8)
            out.append(contentsOf: "u00".utf8)
            out.append(hex[Int(byte >> 4)])
            out.append(hex[Int(byte & 15)])
        }
    }
}

/// A recursive-descent reader of RFC 8259 text, bounded in depth.
struct JSONParser {
    let bytes: [UInt8]
    /// Whether an object that repeats a name is refused; else the last value stays.
    let refusesRepetition: Bool
    var offset = 0
    var depth = 0

    init(bytes: [UInt8], refusesRepetition: Bool = false) {
        self.bytes = bytes
        self.refusesRepetition = refusesRepetition
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw error(.trailingBytes) }
        return value
    }

    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: offset) }

    mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    func peek() throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[offset]
    }

    mutating func expect(_ literal: StaticString) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard try peek() == literal.utf8Start[index] else { throw error(.unexpectedByte) }
            offset += 1
        }
    }

    mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): try expect("true"); return .bool(true)
        case UInt8(ascii: "f"): try expect("false"); return .bool(false)
        case UInt8(ascii: "n"): try expect("null"); return .null
        default: return .number(try number())
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
        guard depth < JSON.depthMax else { throw error(.tooDeep) }
        depth += 1
        offset += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSON {
        var object = JSONObject()
        skipSpace()
        if try peek() == UInt8(ascii: "}") { offset += 1; return .object(object) }
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
            let name = try string()
            skipSpace()
            try expect(":")
            if refusesRepetition, object[name] != nil { throw error(.repeatedName) }
            object[name] = try value()
            guard try another(until: UInt8(ascii: "}")) else { return .object(object) }
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        var elements: [JSON] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") { offset += 1; return .array(elements) }
        while true {
            elements.append(try value())
            guard try another(until: UInt8(ascii: "]")) else { return .array(elements) }
        }
    }

    /// Reads a comma (true) or the closing byte (false).
    private mutating func another(until close: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == close else { throw error(.unexpectedByte) }
        offset += 1
        return byte != close
    }

    private mutating func digits() throws(JSONError) {
        let start = offset
        while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
        guard offset > start else { throw error(offset < bytes.count ? .invalidNumber : .unexpectedEnd) }
    }

    private mutating func number() throws(JSONError) -> String {
        let start = offset
        if try peek() == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        let lead = try peek()
        guard lead >= 0x30, lead <= 0x39 else { throw error(.unexpectedByte) }
        try digits()
        guard bytes[first] != 0x30 || offset == first + 1 else { throw error(.invalidNumber) }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if let sign = offset < bytes.count ? bytes[offset] : nil, sign == 0x2B || sign == 0x2D {
                offset += 1
            }
            try digits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        offset = bytes.withUnsafeBytes { JSONPlainText.end(in: $0, from: start) }
        switch try peek() {
        case UInt8(ascii: "\""):
            defer { offset += 1 }
            return try decoded(bytes[start..<offset])
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        default: throw error(.unexpectedByte)
        }
    }

    private func decoded(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let string = String(validating: slice, as: UTF8.self) else { throw error(.invalidUTF8) }
        return string
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var out = Array(bytes[start..<offset])
        while true {
            let byte = try peek()
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return try decoded(out[...])
            case UInt8(ascii: "\\"): try escape(into: &out)
            case 0..<0x20: offset -= 1; throw error(.unexpectedByte)
            default: out.append(byte)
            }
        }
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
        let byte = try peek()
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"): out.append(contentsOf: String(Character(try unicodeEscape())).utf8)
        default: offset -= 1; throw error(.invalidEscape)
        }
    }

    /// A scalar from `\uXXXX`, or from a surrogate pair; a lone surrogate becomes U+FFFD as browsers do.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try hex4()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = offset
        offset += 2
        let second = try hex4()
        guard second >= 0xDC00, second < 0xE000 else { offset = mark; return replacement }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
    }

    private mutating func hex4() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error(.invalidEscape)
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
