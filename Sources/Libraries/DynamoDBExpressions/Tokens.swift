/// An expression cut into tokens.
struct Tokens {
    private(set) var list: [Token] = []
    private let bytes: [UInt8]

    init(_ text: String, _ kind: ExpressionKind) throws(ExpressionError) {
        bytes = Array(text.utf8)
        guard bytes.count <= ExpressionLimits.sizeMax else {
            throw kind.error(
                "Expression size has exceeded the maximum allowed size; expression size: \(bytes.count)")
        }
        var position = 0
        while true {
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
            guard position < bytes.count else { break }
            let (tokenKind, end) = next(at: position)
            guard let tokenKind else {
                list.append(
                    Token(kind: .end, text: character(at: position), start: position, end: position + 1))
                throw syntaxError(at: list.count - 1, kind)
            }
            list.append(Token(kind: tokenKind, text: slice(position, end), start: position, end: end))
            position = end
        }
        list.append(Token(kind: .end, text: "<EOF>", start: bytes.count, end: bytes.count))
        guard list.count > 1 else { throw kind.error("The expression can not be empty;") }
    }

    private func slice(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The whole character that begins at an offset, for the error text.
    private func character(at position: Int) -> String {
        var end = position + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return slice(position, end)
    }

    private func next(at start: Int) -> (Token.Kind?, Int) {
        let byte = bytes[start]
        if Self.isLetter(byte) { return (.identifier, word(from: start + 1)) }
        if Self.isDigit(byte) {
            var end = start + 1
            while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
            return (.number, end)
        }
        switch byte {
        case UInt8(ascii: "#"), UInt8(ascii: ":"):
            let end = word(from: start + 1)
            guard end > start + 1 else { return (nil, start) }
            return (byte == UInt8(ascii: "#") ? .namePlaceholder : .valuePlaceholder, end)
        case UInt8(ascii: "<"), UInt8(ascii: ">"):
            let following = start + 1 < bytes.count ? bytes[start + 1] : 0
            let isPair =
                following == UInt8(ascii: "=")
                || (byte == UInt8(ascii: "<") && following == UInt8(ascii: ">"))
            return isPair ? (.comparator, start + 2) : (.sign(byte), start + 1)
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"):
            return (.sign(byte), start + 1)
        default: return (nil, start)
        }
    }

    private func word(from start: Int) -> Int {
        var end = start
        while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
        return end
    }

    /// `Syntax error; token: "b", near: "a b c"`: the token with its neighbours.
    func syntaxError(at index: Int, _ kind: ExpressionKind) -> ExpressionError {
        let token = list[index]
        let start = index > 0 ? list[index - 1].start : token.start
        var end = token.end
        if index + 1 < list.count {
            end = list[index + 1].end
        } else {
            // The tokens end here because this one is unknown: the word after it stands for the next.
            while end < bytes.count, !Self.isSpace(bytes[end]) { end += 1 }
        }
        return kind.error(
            "Syntax error; token: \"\(token.text)\", near: \"\(slice(start, min(end, bytes.count)))\"")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }
}
