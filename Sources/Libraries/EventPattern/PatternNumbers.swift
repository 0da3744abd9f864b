/// `numeric` and the numbers of `anything-but`.
extension PatternCompiler {
    /// A number that must be comparable; AWS reports one out of range without its place.
    func comparable(_ text: String) throws(EventPatternError) -> Matcher {
        .number(Array(text.utf8), try millionths(text))
    }

    private func millionths(_ text: String) throws(EventPatternError) -> Int64 {
        guard let value = FixedPoint.parse(text), value.magnitude <= numberLimit.magnitude else {
            let limit = "\(numberLimit / 1_000_000_000_000_000).0E9"
            throw EventPatternError(reason: "Value must be between -\(limit) and \(limit), inclusive")
        }
        return value
    }

    /// Reads `["<", 5]` and the like.
    mutating func numeric() throws(EventPatternError) -> Matcher {
        try tokens.next()
        guard tokens.kind == .startArray else { throw fail("Value of numeric must be an array.") }
        let matcher = try comparison()
        try tokens.next()
        guard tokens.kind == .endObject else { throw fail("Too many elements in numeric expression") }
        return matcher
    }

    private mutating func comparison() throws(EventPatternError) -> Matcher {
        try tokens.next()
        guard tokens.kind == .string else {
            throw fail("Invalid member in numeric match: \(tokens.readText())")
        }
        let sign = tokens.readText()
        guard ["=", "<", "<=", ">", ">="].contains(sign) else {
            try tokens.next()
            throw fail("Unrecognized numeric range operator: \(sign)")
        }
        let (text, value) = try limit("Value of \(sign == "=" ? "equals" : sign) must be numeric")
        try tokens.next()
        if tokens.kind != .endArray {
            guard sign == ">" || sign == ">=" else { throw fail("Too many elements in numeric expression") }
            return try range(from: value, isOpen: sign == ">")
        }
        switch sign {
        case "=": return .number(Array(text.utf8), value)
        case "<": return Self.range(-FixedPoint.limit, value - 1)
        case "<=": return Self.range(-FixedPoint.limit, value)
        case ">": return Self.range(value + 1, FixedPoint.limit)
        default: return Self.range(value, FixedPoint.limit)
        }
    }

    private mutating func limit(_ otherwise: String) throws(EventPatternError) -> (String, Int64) {
        try tokens.next()
        guard tokens.kind == .number else { throw fail(otherwise) }
        do throws(EventPatternError) {
            return (tokens.text, try millionths(tokens.text))
        } catch {
            throw fail(error.reason)
        }
    }

    private mutating func range(from bottom: Int64, isOpen: Bool) throws(EventPatternError) -> Matcher {
        guard tokens.kind == .string else { throw fail("Bad value in numeric range: \(tokens.readText())") }
        let sign = tokens.readText()
        guard sign == "<" || sign == "<=" else { throw fail("Bad numeric range operator: \(sign)") }
        let (_, top) = try limit("Value of \(sign) must be numeric")
        try tokens.next()
        guard tokens.kind == .endArray else { throw fail("Too many terms in numeric range expression") }
        guard bottom < top else { throw fail("Bottom must be less than top") }
        return Self.range(bottom + (isOpen ? 1 : 0), top - (sign == "<" ? 1 : 0))
    }

    /// An empty range (between two neighbouring millionths) accepts nothing.
    private static func range(_ low: Int64, _ high: Int64) -> Matcher {
        low <= high ? .range(low...high) : .except([.exists])
    }
}
