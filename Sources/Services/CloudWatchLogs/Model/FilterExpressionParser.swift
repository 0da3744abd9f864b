/// Reads patterns such as `{ ($.level = "ERROR") && ($.code >= 500) }`.
struct FilterExpressionParser {
    /// How deep parentheses may nest.
    static let depthMax = 32

    private let characters: [Character]
    private var index = 0
    private var depth = 0

    init(_ text: String) { characters = Array(text) }

    mutating func whole() throws -> FilterExpression {
        try expect("{")
        let expression = try either()
        try expect("}")
        skipSpace()
        guard index == characters.count else { throw FilterPattern.invalid }
        return expression
    }

    private mutating func skipSpace() {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
    }

    /// Takes the text if it stands here.
    private mutating func take(_ text: String) -> Bool {
        skipSpace()
        let wanted = Array(text)
        guard index + wanted.count <= characters.count,
            Array(characters[index..<index + wanted.count]) == wanted
        else { return false }
        index += wanted.count
        return true
    }

    private mutating func expect(_ text: String) throws {
        guard take(text) else { throw FilterPattern.invalid }
    }

    private mutating func either() throws -> FilterExpression {
        var left = try both()
        while take("||") { left = .either(left, try both()) }
        return left
    }

    private mutating func both() throws -> FilterExpression {
        var left = try primary()
        while take("&&") { left = .both(left, try primary()) }
        return left
    }

    private mutating func primary() throws -> FilterExpression {
        guard take("(") else { return try condition() }
        guard depth < Self.depthMax else { throw FilterPattern.invalid }
        depth += 1
        let inner = try either()
        depth -= 1
        try expect(")")
        return inner
    }

    private mutating func condition() throws -> FilterExpression {
        let path = try selector()
        if take("NOT EXISTS") { return .exists(path, false) }
        if take("EXISTS") { return .exists(path, true) }
        if take("IS NULL") { return .isNull(path) }
        if take("IS TRUE") { return .isTrue(path, true) }
        if take("IS FALSE") { return .isTrue(path, false) }
        for sign in ["!=", "<=", ">=", "=", "<", ">"] where take(sign) {
            guard let comparison = FilterExpression.Comparison(rawValue: sign) else { continue }
            return .compare(path, comparison, try operand())
        }
        throw FilterPattern.invalid
    }

    private mutating func operand() throws -> FilterExpression.Operand {
        skipSpace()
        if take("\"") {
            var text = ""
            while index < characters.count, characters[index] != "\"" {
                if characters[index] == "\\", index + 1 < characters.count { index += 1 }
                text.append(characters[index])
                index += 1
            }
            try expect("\"")
            return .text(text)
        }
        var word = ""
        while index < characters.count, !characters[index].isWhitespace, !"})&|".contains(characters[index]) {
            word.append(characters[index])
            index += 1
        }
        guard !word.isEmpty else { throw FilterPattern.invalid }
        return Double(word).map { .number($0) } ?? .text(word)
    }

    private mutating func selector() throws -> [FilterStep] {
        try expect("$")
        var steps: [FilterStep] = []
        while index < characters.count {
            if characters[index] == "." {
                index += 1
                steps.append(try member())
            } else if characters[index] == "[" {
                index += 1
                steps.append(try element())
            } else {
                break
            }
        }
        guard !steps.isEmpty else { throw FilterPattern.invalid }
        return steps
    }

    private mutating func member() throws -> FilterStep {
        var name = ""
        while index < characters.count, !characters[index].isWhitespace,
            !".[]=<>!(){}&|".contains(characters[index])
        {
            name.append(characters[index])
            index += 1
        }
        guard !name.isEmpty else { throw FilterPattern.invalid }
        return name == "*" ? .every : .member(name)
    }

    private mutating func element() throws -> FilterStep {
        var text = ""
        while index < characters.count, characters[index] != "]" {
            text.append(characters[index])
            index += 1
        }
        try expect("]")
        if text == "*" { return .every }
        if let number = Int(text), number >= 0 { return .element(number) }
        guard text.count > 2, text.first == text.last, let quote = text.first, "'\"".contains(quote) else {
            throw FilterPattern.invalid
        }
        return .member(String(text.dropFirst().dropLast()))
    }
}
