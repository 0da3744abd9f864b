/// The mistakes found in an expression whose form is right. DynamoDB tells one of them: not the first in the
/// text, but the first of the gravest sort.
struct Problems {
    /// In the order in which DynamoDB checks.
    enum Sort: Int {
        case parentheses, reservedWord, function, section, misuse, name, value, overlap, conflict, clauseType
        case operandCount, path, operandType, distinct
    }

    private var worst: (sort: Sort, text: String)?

    mutating func note(_ sort: Sort, _ text: @autoclosure () -> String) {
        if let worst, worst.sort.rawValue <= sort.rawValue { return }
        worst = (sort, text())
    }

    func check(_ kind: ExpressionKind) throws(ExpressionError) {
        if let worst { throw kind.error(worst.text) }
    }
}
