/// A look at a text before it is parsed, because the parser recurses as deep as the text nests.
///
/// Block collections nest by columns: a parent begins left of its child, or is a sequence in the same
/// column. So the indentation of a line and the indicators that follow it bound the depth; open brackets
/// bound the rest.
enum DepthGuard {
    static func check(_ text: String) throws(YAMLError) {
        var brackets = 0
        var number = 0
        var line = LineStart()
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                number += 1
                line = LineStart()
                continue
            }
            line.take(byte)
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
            default: break
            }
            guard line.indent <= YAMLLimits.indentMax, line.indicators <= YAMLLimits.indicatorsMax,
                brackets <= YAMLLimits.bracketsMax
            else { throw YAMLError(reason: .tooLarge, line: number + 1, column: 1) }
        }
        try checkKeys(text)
    }

    /// Refuses keys that are collections or aliases in texts with anchors: comparing such keys costs what
    /// an alias expands to, which the bounds on the finished value come too late for.
    private static func checkKeys(_ text: String) throws(YAMLError) {
        guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else { return }
        var previous: UInt8 = 0
        var atToken = true
        var inAlias = false
        for byte in text.utf8 {
            let isSpace = byte == 0x20 || byte == 0x09
            let isBreak = byte == 0x0A || byte == 0x0D
            if byte == UInt8(ascii: ":"),
                inAlias || previous == UInt8(ascii: "]") || previous == UInt8(ascii: "}")
            {
                throw YAMLError(reason: .complexKey, line: 0, column: 0)
            }
            if byte == UInt8(ascii: "?"), atToken { throw YAMLError(reason: .complexKey, line: 0, column: 0) }
            if byte == UInt8(ascii: "*"), atToken { inAlias = true }
            if isBreak || byte == UInt8(ascii: ",") { inAlias = false }
            if !isSpace, !isBreak { previous = byte }
            atToken =
                isSpace || isBreak || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
                || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?")
        }
    }

    /// How a line begins.
    private struct LineStart {
        var indent = 0
        var indicators = 0
        private var isOver = false
        private var previous: UInt8 = 0x20

        mutating func take(_ byte: UInt8) {
            guard !isOver else { return }
            switch byte {
            case 0x20, 0x09:
                if indicators == 0 { indent += 1 }
                if previous != 0x20 { indicators += 1 }
                previous = 0x20
            case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
                isOver = previous != 0x20
                previous = byte
            default:
                isOver = true
            }
        }
    }
}
