/// What the parsers of all expressions have in common: a place among the tokens, paths, and the mistakes so
/// far.
struct ExpressionReader {
    let kind: ExpressionKind
    private let tokens: Tokens
    private(set) var index = 0
    var problems = Problems()
    var placeholders: Placeholders
    private var operatorCount = 0
    private var depth = 0

    init(_ text: String, _ kind: ExpressionKind, _ placeholders: Placeholders) throws(ExpressionError) {
        self.kind = kind
        self.placeholders = placeholders
        tokens = try Tokens(text, kind)
    }

    var token: Token { tokens.list[index] }
    var following: Token { tokens.list[min(index + 1, tokens.list.count - 1)] }
    var isAtEnd: Bool { token.kind == .end }

    func syntaxError() -> ExpressionError { tokens.syntaxError(at: index, kind) }

    mutating func advance() {
        if index + 1 < tokens.list.count { index += 1 }
    }

    mutating func expect(_ sign: Unicode.Scalar) throws(ExpressionError) {
        guard token.isSign(sign) else { throw syntaxError() }
        advance()
    }

    /// Consumes the sign if it is next.
    mutating func accept(_ sign: Unicode.Scalar) -> Bool {
        guard token.isSign(sign) else { return false }
        advance()
        return true
    }

    mutating func acceptKeyword(_ keyword: String) -> Bool {
        guard token.isKeyword(keyword) else { return false }
        advance()
        return true
    }

    mutating func countOperator() throws(ExpressionError) {
        operatorCount += 1
        guard operatorCount <= ExpressionLimits.operatorsMax else {
            throw kind.error(
                "The expression contains too many operators; "
                    + "number of operators: \(operatorCount), limit: \(ExpressionLimits.operatorsMax)")
        }
    }

    mutating func enter() throws(ExpressionError) {
        depth += 1
        guard depth <= ExpressionLimits.nestingMax else {
            throw kind.error(
                "The expression exceeds the maximum nesting depth of \(ExpressionLimits.nestingMax)")
        }
    }

    mutating func leave() { depth -= 1 }

    // MARK: Paths and values

    var isPathStart: Bool { token.kind == .identifier || token.kind == .namePlaceholder }

    /// `a.#b[3]`
    mutating func path() throws(ExpressionError) -> DocumentPath {
        let attribute = try pathName()
        var rest: [DocumentPath.Element] = []
        while true {
            if accept(".") {
                rest.append(.attribute(try pathName()))
            } else if token.isSign("[") {
                rest.append(.index(try pathIndex()))
            } else {
                break
            }
        }
        if rest.count >= DocumentPath.depthMax {
            throw kind.error(
                "The document path has too many nesting elements; nesting levels: \(rest.count + 1)")
        }
        return DocumentPath(attribute, rest)
    }

    static let clauses: Set = ["SET", "REMOVE", "ADD", "DELETE"]

    private mutating func pathName() throws(ExpressionError) -> String {
        let name = token
        switch name.kind {
        case .identifier:
            // In updates these words begin a clause wherever they stand.
            if kind == .update, Self.clauses.contains(name.text.uppercased()) { throw syntaxError() }
            advance()
            if ReservedWords.contains(name.text) {
                problems.note(
                    .reservedWord, "Attribute name is a reserved keyword; reserved keyword: \(name.text)")
            }
            return name.text
        case .namePlaceholder:
            advance()
            if let found = placeholders.name(name.text) { return found }
            problems.note(
                .name,
                "An expression attribute name used in the document path is not defined; "
                    + "attribute name: \(name.text)"
            )
            return name.text
        default: throw syntaxError()
        }
    }

    private mutating func pathIndex() throws(ExpressionError) -> Int {
        try expect("[")
        guard token.kind == .number else { throw syntaxError() }
        let digits = token.text
        guard digits.utf8.count <= 9, let index = Int(digits) else {
            throw kind.error("List index is not within the allowable range; index: [\(digits)]")
        }
        advance()
        try expect("]")
        return index
    }

    /// The value of the placeholder that is next.
    mutating func value() throws(ExpressionError) -> AttributeValue? {
        guard token.kind == .valuePlaceholder else { throw syntaxError() }
        let name = token.text
        advance()
        if let found = placeholders.value(name) { return found }
        problems.note(
            .value,
            "An expression attribute value used in expression is not defined; attribute value: \(name)")
        return nil
    }

    /// Nothing may follow.
    func checkEnd() throws(ExpressionError) {
        guard isAtEnd else { throw syntaxError() }
    }
}
