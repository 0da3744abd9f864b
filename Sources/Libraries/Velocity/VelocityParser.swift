internal import Wire

/// From text to nodes, bounded in depth.
struct VelocityParser {
    let bytes: [UInt8]
    var offset = 0
    private var depth = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    init(bytes: [UInt8], depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    mutating func template() throws(VelocityError) -> [VelocityNode] {
        let (nodes, end) = try block()
        guard end == nil else { throw error("#\(end ?? "") without a beginning") }
        return nodes
    }

    // MARK: Bytes

    func error(_ message: String) -> VelocityError {
        let line = bytes.prefix(min(offset, bytes.count)).count { $0 == UInt8(ascii: "\n") } + 1
        return VelocityError(message, line: line)
    }

    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func byte(at distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count else { return false }
        for index in 0..<count where bytes[offset + index] != text.utf8Start[index] { return false }
        offset += count
        return true
    }

    mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
    }

    mutating func expect(_ text: StaticString) throws(VelocityError) {
        skipSpace()
        guard take(text) else { throw error("\(text) is missing") }
    }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    mutating func name() -> String? {
        guard let first = byte, Self.isLetter(first) || first == UInt8(ascii: "_") else { return nil }
        let start = offset
        while let byte, Self.isLetter(byte) || Self.isDigit(byte) || byte == 0x5F || byte == 0x2D {
            offset += 1
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func nested<R>(
        _ body: (inout VelocityParser) throws(VelocityError) -> R
    ) throws(VelocityError) -> R {
        guard depth < VelocityLimits.depthMax else { throw error("The template nests too deep") }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    var depthReached: Int { depth }

    // MARK: Text and directives

    /// Nodes up to the end of the text, or to a directive that ends or divides a block.
    mutating func block() throws(VelocityError) -> (nodes: [VelocityNode], end: String?) {
        var nodes: [VelocityNode] = []
        var text: [UInt8] = []
        func flush() {
            if !text.isEmpty { nodes.append(.text(String(decoding: text, as: UTF8.self))) }
            text = []
        }
        while let byte {
            if byte == UInt8(ascii: "\\"), let next = self.byte(at: 1),
                next == UInt8(ascii: "$") || next == UInt8(ascii: "#")
            {
                text.append(next)
                offset += 2
                continue
            }
            if byte == UInt8(ascii: "$"), let reference = try reference() {
                flush()
                nodes.append(.reference(reference))
                continue
            }
            if byte == UInt8(ascii: "#") {
                if skipComment(&text) { continue }
                if take("#[[") {
                    try appendVerbatim(to: &text)
                    continue
                }
                if let directive = directiveName() {
                    if ["end", "else", "elseif"].contains(directive) {
                        flush()
                        return (nodes, directive)
                    }
                    flush()
                    nodes.append(try node(of: directive))
                    continue
                }
            }
            text.append(byte)
            offset += 1
        }
        flush()
        return (nodes, nil)
    }

    private mutating func appendVerbatim(to text: inout [UInt8]) throws(VelocityError) {
        while offset < bytes.count {
            if take("]]#") { return }
            text.append(bytes[offset])
            offset += 1
        }
        throw error("]]# is missing")
    }

    /// Comments leave nothing; one to the end of its line takes the line's end with it.
    private mutating func skipComment(_ text: inout [UInt8]) -> Bool {
        if take("##") {
            while let byte, byte != 0x0A { offset += 1 }
            if byte != nil { offset += 1 }
            return true
        }
        guard take("#*") else { return false }
        while offset < bytes.count {
            if take("*#") { return true }
            offset += 1
        }
        return true
    }

    private static let directives: Set<String> = [
        "set", "if", "elseif", "else", "end", "foreach", "break", "stop", "macro", "define", "parse",
        "include", "evaluate",
    ]

    private mutating func directiveName() -> String? {
        let start = offset
        offset += 1
        let isBraced = take("{")
        guard let name = letters(), Self.directives.contains(name), !isBraced || take("}") else {
            offset = start
            return nil
        }
        return name
    }

    private mutating func letters() -> String? {
        let start = offset
        while let byte, Self.isLetter(byte) { offset += 1 }
        return offset > start ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
    }

    /// A directive alone in its line takes the line's end with it.
    private mutating func skipLineEnd() {
        let start = offset
        while let byte, byte == 0x20 || byte == 0x09 { offset += 1 }
        if take("\r\n") || take("\n") { return }
        offset = start
    }

    private mutating func node(of directive: String) throws(VelocityError) -> VelocityNode {
        switch directive {
        case "set": return try set()
        case "if": return try nested { parser throws(VelocityError) in try parser.condition() }
        case "foreach": return try nested { parser throws(VelocityError) in try parser.loop() }
        case "break":
            skipLineEnd()
            return .leaveLoop
        case "stop":
            skipLineEnd()
            return .stop
        default: throw error("#\(directive) is not supported")
        }
    }

    private mutating func set() throws(VelocityError) -> VelocityNode {
        try expect("(")
        skipSpace()
        guard byte == UInt8(ascii: "$"), let target = try reference() else {
            throw error("#set without a variable")
        }
        try expect("=")
        let value = try expression()
        try expect(")")
        skipLineEnd()
        return .set(target, value)
    }

    private mutating func test() throws(VelocityError) -> VelocityExpression {
        try expect("(")
        let test = try expression()
        try expect(")")
        skipLineEnd()
        return test
    }

    private mutating func condition() throws(VelocityError) -> VelocityNode {
        var cases: [(test: VelocityExpression, body: [VelocityNode])] = []
        var test = try test()
        while true {
            let (body, end) = try block()
            cases.append((test, body))
            switch end {
            case "elseif": test = try self.test()
            case "else":
                skipLineEnd()
                let (otherwise, end) = try block()
                guard end == "end" else { throw error("#end is missing") }
                skipLineEnd()
                return .condition(cases, otherwise: otherwise)
            case "end":
                skipLineEnd()
                return .condition(cases, otherwise: [])
            default: throw error("#end is missing")
            }
        }
    }

    private mutating func loop() throws(VelocityError) -> VelocityNode {
        try expect("(")
        skipSpace()
        guard byte == UInt8(ascii: "$"), let variable = try reference(), variable.steps.isEmpty else {
            throw error("#foreach without a variable")
        }
        skipSpace()
        guard letters() == "in" else { throw error("in is missing") }
        let list = try expression()
        try expect(")")
        skipLineEnd()
        let (body, end) = try block()
        guard end == "end" else { throw error("#end is missing") }
        skipLineEnd()
        return .loop(variable: variable.name, list: list, body: body)
    }
}
