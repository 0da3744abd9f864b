internal import Wire

/// Reads the JSON of a pattern token by token, so that the first mistake in the text is the one reported,
/// with the position that AWS reports for it.
///
/// AWS reads strings lazily: until a string's text is asked for, its position is just behind the opening
/// quote; and behind a member's name the first byte of its value has been read already. Both show in the
/// columns of error texts, so both are kept here.
struct PatternTokens {
    enum Kind {
        case startObject, endObject, startArray, endArray, name, string, number, null, `true`, `false`, end
    }

    private struct Container {
        var isObject: Bool
        var isEmpty = true
        var start: Int
    }

    let bytes: [UInt8]
    private(set) var kind = Kind.end
    /// The decoded text of a name, string or number; for other kinds what stands in the source.
    private(set) var text = ""
    /// The offset behind what AWS would have read by now.
    private(set) var location = 0
    private var offset = 0
    private var containers: [Container] = []
    private var started = false
    private var pending: (kind: Kind, text: String, location: Int)?

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isValue: Bool { kind != .endArray && kind != .endObject && kind != .end && kind != .name }

    /// Marks the current string as read, which moves the reported position behind it.
    mutating func readText() -> String {
        location = max(location, offset)
        return text
    }

    mutating func next() throws(EventPatternError) {
        if let pending {
            (kind, text, location) = pending
            self.pending = nil
            return
        }
        skipSpace()
        guard let container = containers.last else { return try root() }
        guard offset < bytes.count else { throw unclosed(container) }
        let byte = bytes[offset]
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return try close(container, byte) }
        if !container.isEmpty {
            guard byte == UInt8(ascii: ",") else {
                throw unexpected(
                    "was expecting comma to separate \(container.isObject ? "Object" : "Array") entries")
            }
            offset += 1
            skipSpace()
        }
        containers[containers.count - 1].isEmpty = false
        if container.isObject { try name() } else { try value() }
    }

    private mutating func root() throws(EventPatternError) {
        if offset >= bytes.count {
            (kind, text, location) = (.end, "", offset)
        } else if started {
            throw unexpected("expected the end of the text")
        } else {
            started = true
            try value()
        }
    }

    private mutating func close(_ container: Container, _ byte: UInt8) throws(EventPatternError) {
        let isObject = byte == UInt8(ascii: "}")
        guard isObject == container.isObject else {
            if container.isObject { throw unexpected("was expecting double-quote to start field name") }
            let kind = container.isObject ? "Object" : "Array"
            offset += 1
            let start = position(container.start, offsetBy: 1)
            throw error(
                "Unexpected close marker '\(Character(Unicode.Scalar(byte)))': expected"
                    + " '\(container.isObject ? "}" : "]")'"
                    + " (for \(kind) starting at [Source: \(source); \(start)])"
            )
        }
        containers.removeLast()
        offset += 1
        (kind, text, location) = (isObject ? .endObject : .endArray, isObject ? "}" : "]", offset)
    }

    private mutating func name() throws(EventPatternError) {
        guard offset < bytes.count else { throw error("Unexpected end-of-input") }
        guard bytes[offset] == UInt8(ascii: "\"") else {
            throw unexpected("was expecting double-quote to start field name", advanced: 0)
        }
        let name = try string()
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else {
            throw unexpected("was expecting a colon to separate field name and value")
        }
        offset += 1
        skipSpace()
        try value()
        pending = (kind, text, location)
        (kind, text) = (.name, name)
    }

    private mutating func value() throws(EventPatternError) {
        guard offset < bytes.count else { throw error("Unexpected end-of-input") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): try open(.startObject)
        case UInt8(ascii: "["): try open(.startArray)
        case UInt8(ascii: "\""):
            let start = offset + 1
            (kind, text, location) = (.string, try string(), start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: try literal()
        }
    }

    private mutating func open(_ kind: Kind) throws(EventPatternError) {
        guard containers.count < EventPattern.depthMax else {
            throw error(
                "Document nesting depth (\(containers.count + 1)) exceeds the maximum allowed"
                    + " (\(EventPattern.depthMax))")
        }
        containers.append(Container(isObject: kind == .startObject, start: offset))
        offset += 1
        (self.kind, text, location) = (kind, kind == .startObject ? "{" : "[", offset)
    }

    private mutating func number() throws(EventPatternError) {
        let start = offset
        while offset < bytes.count, isNumberByte(bytes[offset]) { offset += 1 }
        let digits = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard Self.isNumber(digits) else {
            throw error("Invalid numeric value: \(digits)")
        }
        (kind, text, location) = (.number, digits, offset)
    }

    private static func isNumber(_ digits: String) -> Bool {
        do {
            guard case .number = try JSON(parsing: digits) else { return false }
            return true
        } catch {
            return false
        }
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func literal() throws(EventPatternError) {
        let expected = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'"
        let start = offset
        while offset < bytes.count, isWordByte(bytes[offset]) { offset += 1 }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        switch word {
        case "true": kind = .true
        case "false": kind = .false
        case "null": kind = .null
        case "": throw unexpected("expected a valid value (\(expected))")
        default: throw error("Unrecognized token '\(word)': was expecting (\(expected))")
        }
        (text, location) = (word, offset)
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    /// Decodes the string at the offset and moves behind it.
    private mutating func string() throws(EventPatternError) -> String {
        let start = offset
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard offset < bytes.count else {
            offset = bytes.count
            throw error("Unexpected end-of-input: was expecting closing quote for a string value")
        }
        offset += 1
        do {
            if case .string(let text) = try JSON(parsing: Array(bytes[start..<offset])) { return text }
        } catch {
            offset = min(start + error.offset + 1, bytes.count)
            if error.reason == .unexpectedByte {
                throw self.error(
                    "Illegal unquoted character ((CTRL-CHAR, code \(bytes[offset - 1]))):"
                        + " has to be escaped using backslash to be included in string value")
            }
        }
        throw error("Unrecognized character escape")
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
    }
}

extension PatternTokens {
    /// The reason with the place reached so far.
    func failure(_ reason: String) -> EventPatternError {
        EventPatternError(reason: reason + place)
    }

    /// `\n at [Source: …]` for the place reached so far.
    var place: String { "\n at [Source: \(source); \(position(location, offsetBy: 0))]" }

    private mutating func error(_ reason: String) -> EventPatternError {
        location = offset
        return failure(reason)
    }

    private mutating func unexpected(_ expectation: String, advanced: Int = 1) -> EventPatternError {
        guard offset < bytes.count else { return error("Unexpected end-of-input: \(expectation)") }
        let rest = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
        let scalar = rest.unicodeScalars.first ?? "\u{FFFD}"
        location = offset + advanced
        return failure("Unexpected character ('\(scalar)' (code \(scalar.value))): \(expectation)")
    }

    private mutating func unclosed(_ container: Container) -> EventPatternError {
        let start = "[Source: \(source); \(position(container.start, offsetBy: 0))]"
        let kind = container.isObject ? "Object" : "Array"
        return error("Unexpected end-of-input: expected close marker for \(kind) (start marker at \(start))")
    }

    /// The source as AWS quotes it: at most 500 characters.
    private var source: String {
        let shown = 500
        let text = String(decoding: bytes, as: UTF8.self)
        let length = text.utf16.count
        guard length > shown else { return "(String)\"\(text)\"" }
        let head = String(decoding: Array(text.utf16.prefix(shown)), as: UTF16.self)
        return "(String)\"\(head)\"[truncated \(length - shown) chars]"
    }

    /// Lines and columns count from 1; columns count UTF-16 units, as Java does.
    private func position(_ offset: Int, offsetBy extra: Int) -> String {
        var line = 1
        var start = 0
        let end = min(offset + extra, bytes.count)
        for index in 0..<end where bytes[index] == 0x0A {
            line += 1
            start = index + 1
        }
        let column = String(decoding: bytes[start..<end], as: UTF8.self).utf16.count + 1
        return "line: \(line), column: \(column)"
    }
}
