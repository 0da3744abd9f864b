/// Cuts the text of a pattern into tokens.
struct PatternScanner {
    private let bytes: [UInt8]
    private let syntax: PatternSyntax
    private var offset = 0
    private(set) var tokens: [PatternToken] = []

    init(_ text: String, syntax: PatternSyntax) {
        bytes = Array((syntax.contains(.folded) ? text.lowercased() : text).utf8)
        self.syntax = syntax
    }

    static func tokens(of text: String, syntax: PatternSyntax) -> [PatternToken] {
        var scanner = PatternScanner(text, syntax: syntax)
        scanner.scan()
        return scanner.tokens
    }

    private mutating func scan() {
        tokens.reserveCapacity(bytes.count)
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "$"), syntax.contains(.variables), let token = variable() {
                tokens.append(token)
                continue
            }
            offset += 1
            append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        guard syntax.contains(.wildcards) else { return tokens.append(.byte(byte)) }
        switch byte {
        case UInt8(ascii: "*"):
            if tokens.last != .anyRun { tokens.append(.anyRun) }
        case UInt8(ascii: "?"): tokens.append(.anyOne)
        default: tokens.append(.byte(byte))
        }
    }

    /// Reads `${...}`; what is not well formed stays text, which then matches only itself.
    private mutating func variable() -> PatternToken? {
        var end = offset + 2
        guard end < bytes.count, bytes[offset + 1] == UInt8(ascii: "{") else { return nil }
        let start = end
        while end < bytes.count, bytes[end] != UInt8(ascii: "}"), bytes[end] != UInt8(ascii: ",") {
            end += 1
        }
        guard end < bytes.count else { return nil }
        let name = Self.trimmed(bytes[start..<end])
        guard !name.isEmpty else { return nil }
        if bytes[end] == UInt8(ascii: "}") {
            offset = end + 1
            if name.count == 1, let byte = name.first, Self.escapable.contains(byte) { return .byte(byte) }
            return .variable(Self.variable(name, fallback: nil))
        }
        guard let (fallback, next) = fallback(from: end + 1) else { return nil }
        offset = next
        return .variable(Self.variable(name, fallback: fallback))
    }

    /// Reads `'default'}` where a doubled quote stands for one; answers the text and the offset behind it.
    private func fallback(from start: Int) -> ([UInt8], Int)? {
        var position = start
        let quote = UInt8(ascii: "'")
        while position < bytes.count, bytes[position] == 0x20 { position += 1 }
        guard position < bytes.count, bytes[position] == quote else { return nil }
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == quote else {
                text.append(byte)
                continue
            }
            guard position < bytes.count, bytes[position] == quote else { break }
            text.append(quote)
            position += 1
        }
        while position < bytes.count, bytes[position] == 0x20 { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "}") else { return nil }
        return (text, position + 1)
    }

    private static let escapable: [UInt8] = [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "$")]

    private static func variable(_ name: ArraySlice<UInt8>, fallback: [UInt8]?) -> PolicyVariable {
        let spelling = String(decoding: name, as: UTF8.self)
        return PolicyVariable(key: spelling.lowercased(), spelling: spelling, fallback: fallback)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while slice.first == 0x20 { slice.removeFirst() }
        while slice.last == 0x20 { slice.removeLast() }
        return slice
    }
}
