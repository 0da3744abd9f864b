/// Statements that begin, end or step outside a transaction. The store runs them itself, so a closure that
/// could would end the transaction of everyone in its batch.
enum TransactionControl {
    private static let keywords: Set<String> = [
        "begin", "commit", "end", "rollback", "savepoint", "release", "attach", "detach", "pragma", "vacuum",
    ]

    /// Whether `text` opens with none of them.
    static func isAbsent(from text: String) -> Bool {
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace || first == ";" {
                rest.removeFirst()
            } else if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = afterComment(rest)
            } else {
                break
            }
        }
        return !keywords.contains(rest.prefix { $0.isLetter }.lowercased())
    }

    private static func afterComment(_ text: Substring) -> Substring {
        var rest = text.dropFirst(2)
        while !rest.isEmpty, !rest.hasPrefix("*/") { rest.removeFirst() }
        return rest.dropFirst(2)
    }
}
