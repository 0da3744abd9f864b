internal import Wire

extension VelocityParser {
    // MARK: References

    /// The reference that begins here, or nil where a dollar sign is just that.
    mutating func reference() throws(VelocityError) -> VelocityReference? {
        let start = offset
        let line = error("").line
        offset += 1
        let isQuiet = take("!")
        let isBraced = take("{")
        guard let name = name() else {
            offset = start
            return nil
        }
        var reference = VelocityReference(name: name, isQuiet: isQuiet, line: line)
        try nested { parser throws(VelocityError) in
            while let step = try parser.step() {
                reference.steps.append(step)
                guard reference.steps.count <= VelocityLimits.depthMax else {
                    throw parser.error("A reference has too many steps")
                }
            }
        }
        if isBraced {
            guard take("}") else { throw error("} is missing") }
        }
        reference.source = String(decoding: bytes[start..<offset], as: UTF8.self)
        return reference
    }

    private mutating func step() throws(VelocityError) -> VelocityReference.Step? {
        let start = offset
        if take("[") {
            let index = try expression()
            try expect("]")
            return .index(index)
        }
        guard take("."), let name = name() else {
            offset = start
            return nil
        }
        guard take("(") else { return .property(name) }
        return .call(name, try expressions(until: ")"))
    }

    private mutating func expressions(until end: StaticString) throws(VelocityError) -> [VelocityExpression] {
        var list: [VelocityExpression] = []
        skipSpace()
        if take(end) { return list }
        while true {
            list.append(try expression())
            skipSpace()
            if take(end) { return list }
            guard take(",") else { throw error("\(end) is missing") }
        }
    }

    // MARK: Expressions

    mutating func expression() throws(VelocityError) -> VelocityExpression {
        try nested { parser throws(VelocityError) in try parser.operation(above: 0) }
    }

    /// Operations that bind tighter than a rank, from left to right.
    private mutating func operation(above rank: Int) throws(VelocityError) -> VelocityExpression {
        var left = try operand()
        var count = 0
        while true {
            let start = offset
            guard let sign = sign(), sign.rank > rank else {
                offset = start
                return left
            }
            count += 1
            guard count <= VelocityLimits.depthMax else { throw error("An expression is too long") }
            left = .binary(sign, left, try operation(above: sign.rank))
        }
    }

    private mutating func sign() -> VelocityOperator? {
        skipSpace()
        if take("||") { return .or }
        if take("&&") { return .and }
        if take("==") { return .equal }
        if take("!=") { return .unequal }
        if take("<=") { return .lessOrEqual }
        if take(">=") { return .greaterOrEqual }
        if take("<") { return .less }
        if take(">") { return .greater }
        if take("+") { return .plus }
        if take("-") { return .minus }
        if take("*") { return .times }
        if take("/") { return .over }
        if take("%") { return .remainder }
        let words: [String: VelocityOperator] = [
            "or": .or, "and": .and, "eq": .equal, "ne": .unequal, "lt": .less, "le": .lessOrEqual,
            "gt": .greater, "ge": .greaterOrEqual,
        ]
        return name().flatMap { words[$0] }
    }

    private mutating func operand() throws(VelocityError) -> VelocityExpression {
        skipSpace()
        guard let byte else { throw error("A value is missing") }
        switch byte {
        case UInt8(ascii: "!"):
            offset += 1
            return .not(try nested { parser throws(VelocityError) in try parser.operand() })
        case UInt8(ascii: "("):
            offset += 1
            let inner = try expression()
            try expect(")")
            return inner
        case UInt8(ascii: "$"):
            guard let reference = try reference() else { throw error("A value is missing") }
            return .reference(reference)
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return try text(byte)
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "{"): return try map()
        case UInt8(ascii: "-") where self.byte(at: 1).map(Self.isDigit) != true:
            offset += 1
            return .negative(try nested { parser throws(VelocityError) in try parser.operand() })
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try word()
        }
    }

    private mutating func word() throws(VelocityError) -> VelocityExpression {
        switch name() {
        case "true": return .value(true)
        case "false": return .value(false)
        case "null": return .value(.null)
        case "not": return .not(try nested { parser throws(VelocityError) in try parser.operand() })
        default: throw error("A value is missing")
        }
    }

    private mutating func number() throws(VelocityError) -> VelocityExpression {
        let start = offset
        if byte == UInt8(ascii: "-") { offset += 1 }
        while let byte, Self.isDigit(byte) { offset += 1 }
        // Two dots divide a range.
        if byte == UInt8(ascii: "."), let next = byte(at: 1), Self.isDigit(next) {
            offset += 1
            while let byte, Self.isDigit(byte) { offset += 1 }
        }
        let digits = String(decoding: bytes[start..<offset], as: UTF8.self)
        if let whole = Int(digits) { return .value(.number(String(whole))) }
        guard let value = Double(digits), value.isFinite, digits.contains(".") else {
            throw error("\(digits.prefix(40)) is out of range")
        }
        return .value(.number(String(value)))
    }

    /// Texts in double quotes are templates themselves; a doubled quote stands for one.
    private mutating func text(_ quote: UInt8) throws(VelocityError) -> VelocityExpression {
        offset += 1
        var content: [UInt8] = []
        while let byte {
            offset += 1
            guard byte == quote else {
                content.append(byte)
                continue
            }
            guard self.byte == quote else {
                guard quote == UInt8(ascii: "\"") else {
                    return .value(.string(String(decoding: content, as: UTF8.self)))
                }
                return try interpolation(content)
            }
            content.append(quote)
            offset += 1
        }
        throw error("A text does not end")
    }

    private func interpolation(_ content: [UInt8]) throws(VelocityError) -> VelocityExpression {
        guard content.contains(UInt8(ascii: "$")) || content.contains(UInt8(ascii: "#")) else {
            return .value(.string(String(decoding: content, as: UTF8.self)))
        }
        guard depthReached < VelocityLimits.depthMax else { throw error("The template nests too deep") }
        var inner = VelocityParser(bytes: content, depth: depthReached + 1)
        return .interpolation(try inner.template())
    }

    private mutating func list() throws(VelocityError) -> VelocityExpression {
        offset += 1
        skipSpace()
        if take("]") { return .list([]) }
        let first = try expression()
        skipSpace()
        if take("..") {
            let last = try expression()
            try expect("]")
            return .range(first, last)
        }
        if take("]") { return .list([first]) }
        guard take(",") else { throw error("] is missing") }
        return .list([first] + (try expressions(until: "]")))
    }

    private mutating func map() throws(VelocityError) -> VelocityExpression {
        offset += 1
        var members: [(key: VelocityExpression, value: VelocityExpression)] = []
        skipSpace()
        if take("}") { return .map([]) }
        while true {
            let key = try expression()
            try expect(":")
            members.append((key, try expression()))
            skipSpace()
            if take("}") { return .map(members) }
            guard take(",") else { throw error("} is missing") }
        }
    }
}
