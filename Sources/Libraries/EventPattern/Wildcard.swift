/// The operand of `wildcard`: literal pieces with a star between each two.
struct Wildcard: Sendable, Hashable {
    let pieces: [[UInt8]]

    /// The text before the first and behind the last star; for an operand without a star, the whole.
    var head: [UInt8] { pieces.first ?? [] }
    var tail: [UInt8] { pieces.last ?? [] }
    var hasStar: Bool { pieces.count > 1 }

    /// Reads an operand: `*` is any text, `\*` and `\\` are literal.
    init(parsing text: String) throws(EventPatternError) {
        // AWS counts positions with the quote that opens the string.
        var pieces: [[UInt8]] = [[]]
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            var byte = bytes[index]
            if byte == UInt8(ascii: "*") {
                if index + 1 < bytes.count, bytes[index + 1] == byte {
                    throw EventPatternError(reason: "Consecutive wildcard characters at pos \(index + 1)")
                }
                pieces.append([])
                index += 1
                continue
            }
            if byte == UInt8(ascii: "\\") {
                let next = index + 1 < bytes.count ? bytes[index + 1] : 0
                guard next == UInt8(ascii: "*") || next == byte else {
                    throw EventPatternError(reason: "Invalid escape character at pos \(index + 1)")
                }
                byte = next
                index += 1
            }
            pieces[pieces.count - 1].append(byte)
            index += 1
        }
        self.pieces = pieces
    }

    /// Takes each piece at its first place. Pieces that repeat themselves are refused when the pattern is
    /// read (`WildcardComplexity`), which bounds how often a search starts over.
    func accepts(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Bool {
        guard hasStar else { return bytes.equals(head, lo, hi) }
        guard hi - lo >= head.count + tail.count, bytes.equals(head, lo, lo + head.count),
            bytes.equals(tail, hi - tail.count, hi)
        else { return false }
        var index = lo + head.count
        let end = hi - tail.count
        for piece in pieces.dropFirst().dropLast() {
            guard let found = bytes.firstIndex(of: piece, index, end) else { return false }
            index = found + piece.count
        }
        return true
    }
}
