/// Reads conditions: `OR` binds weakest, then `AND`, `NOT`, comparisons and functions.
struct ConditionParser {
    private var reader: ExpressionReader
    /// Where the parentheses around conditions close, by where they open.
    private var closings: [Int: Int] = [:]

    init(_ text: String, _ kind: ExpressionKind, _ placeholders: Placeholders) throws(ExpressionError) {
        reader = try ExpressionReader(text, kind, placeholders)
    }

    mutating func parse(_ placeholders: inout Placeholders) throws(ExpressionError) -> Condition {
        let condition = try disjunction()
        try reader.checkEnd()
        try reader.problems.check(reader.kind)
        placeholders = reader.placeholders
        return condition
    }

    private mutating func disjunction() throws(ExpressionError) -> Condition {
        var condition = try conjunction()
        while reader.acceptKeyword("OR") {
            try reader.countOperator()
            condition = .or(condition, try conjunction())
        }
        return condition
    }

    private mutating func conjunction() throws(ExpressionError) -> Condition {
        var condition = try negation()
        while reader.acceptKeyword("AND") {
            try reader.countOperator()
            condition = .and(condition, try negation())
        }
        return condition
    }

    private mutating func negation() throws(ExpressionError) -> Condition {
        guard reader.acceptKeyword("NOT") else { return try primary() }
        try reader.countOperator()
        try reader.enter()
        defer { reader.leave() }
        return .not(try negation())
    }

    private mutating func primary() throws(ExpressionError) -> Condition {
        if reader.token.isSign("(") {
            let opening = reader.index
            reader.advance()
            try reader.enter()
            defer { reader.leave() }
            // A parenthesis may hold an operand instead of a condition: `(a) = :b`.
            if let operand = try parenthesised() { return try comparison(operand) }
            let condition = try disjunction()
            // `((a = b))`, but not `((a = b) AND (c = d))`.
            closings[opening] = reader.index
            let isRedundant = closings[opening + 1] == reader.index - 1
            try reader.expect(")")
            if isRedundant {
                reader.problems.note(.parentheses, "The expression has redundant parentheses;")
            }
            return condition
        }
        if reader.token.kind == .identifier, reader.following.isSign("("), reader.token.text != "size" {
            return try function()
        }
        return try comparison(try operand())
    }

    /// An operand in parentheses, whose opening one has been read; nil when a condition stands there.
    private mutating func parenthesised() throws(ExpressionError) -> Operand? {
        let isSimple = reader.token.kind == .valuePlaceholder || reader.isPathStart
        guard isSimple, !reader.following.isSign("(") else { return nil }
        let before = reader
        let operand = try operand()
        if reader.accept(")") { return operand }
        reader = before
        return nil
    }

    // MARK: Comparisons

    private mutating func comparison(_ left: Operand) throws(ExpressionError) -> Condition {
        if reader.acceptKeyword("BETWEEN") {
            try reader.countOperator()
            let low = try operand()
            guard reader.acceptKeyword("AND") else { throw reader.syntaxError() }
            let high = try operand()
            return checkedBetween(left, low, high)
        }
        if reader.acceptKeyword("IN") {
            try reader.countOperator()
            return try membership(left)
        }
        guard let comparator = Condition.Comparator(rawValue: reader.token.text),
            reader.token.kind != .identifier
        else { throw reader.syntaxError() }
        reader.advance()
        try reader.countOperator()
        let right = try operand()
        checkOrder(comparator, left)
        checkOrder(comparator, right)
        if left == right, left.path != nil {
            reader.problems.note(
                .distinct,
                "The first operand must be distinct from the remaining operands for this "
                    + "operator or function; "
                    + "operator: \(comparator.rawValue), first operand: \(left.path.map { "\($0)" } ?? "")")
        }
        return .comparison(comparator, left, right)
    }

    private mutating func checkOrder(_ comparator: Condition.Comparator, _ operand: Operand) {
        guard comparator != .equal, comparator != .notEqual, let value = operand.constant else { return }
        checkOrderable(comparator.rawValue, value)
    }

    private mutating func checkOrderable(_ name: String, _ value: AttributeValue) {
        switch value.kind {
        case .string, .number, .binary: break
        default:
            reader.problems.note(
                .operandType,
                "Incorrect operand type for operator or function; "
                    + "operator: \(name), operand type: \(value.kind.rawValue)")
        }
    }

    private mutating func checkedBetween(_ operand: Operand, _ low: Operand, _ high: Operand) -> Condition {
        for bound in [low, high] { if let value = bound.constant { checkOrderable("BETWEEN", value) } }
        if let least = low.constant, let most = high.constant {
            let bounds =
                "lower bound operand: AttributeValue: \(least.shown), "
                + "upper bound operand: AttributeValue: \(most.shown)"
            if least.kind != most.kind {
                reader.problems.note(
                    .operandType,
                    "The BETWEEN operator requires same data type for lower and upper bounds; \(bounds)")
            } else if most.isLess(than: least) == true {
                reader.problems.note(
                    .operandType,
                    "The BETWEEN operator requires upper bound to be greater than or equal "
                        + "to lower bound; \(bounds)"
                )
            }
        }
        return .between(operand, low, high)
    }

    private mutating func membership(_ left: Operand) throws(ExpressionError) -> Condition {
        try reader.expect("(")
        var members: [Operand] = []
        repeat { members.append(try operand()) } while reader.accept(",")
        try reader.expect(")")
        if members.count > ExpressionLimits.membersMax {
            reader.problems.note(
                .operandCount,
                "The IN operator is provided with too many operands; number of operands: \(members.count)")
        }
        return .membership(left, members)
    }

    // MARK: Operands and functions

    private mutating func operand() throws(ExpressionError) -> Operand {
        let token = reader.token
        if token.kind == .valuePlaceholder { return .value(try reader.value() ?? .null) }
        if token.isSign("(") {
            reader.advance()
            try reader.enter()
            defer { reader.leave() }
            let inner = try operand()
            try reader.expect(")")
            return inner
        }
        guard token.kind == .identifier, reader.following.isSign("(") else { return .path(try reader.path()) }
        guard token.text == "size" else {
            _ = try function(isOperand: true)
            return .value(.null)
        }
        reader.advance()
        try reader.countOperator()
        let arguments = try arguments()
        guard arguments.count == 1 else {
            noteCount("size", arguments.count)
            return .value(.null)
        }
        guard case .path(let path) = arguments[0] else {
            if let value = arguments[0].constant { return size(ofConstant: value) }
            notePath("size")
            return .value(.null)
        }
        return .size(path)
    }

    private mutating func size(ofConstant value: AttributeValue) -> Operand {
        guard let size = value.size else {
            noteType("size", value)
            return .value(.null)
        }
        return .value(.number(Number(size)))
    }

    private mutating func arguments() throws(ExpressionError) -> [Operand] {
        try reader.expect("(")
        try reader.enter()
        defer { reader.leave() }
        var arguments: [Operand] = []
        repeat { arguments.append(try operand()) } while reader.accept(",")
        try reader.expect(")")
        return arguments
    }

    private static let operandCounts: [String: Int] = [
        "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2,
        "contains": 2,
    ]

    private mutating func function(isOperand: Bool = false) throws(ExpressionError) -> Condition {
        let name = reader.token.text
        reader.advance()
        try reader.countOperator()
        let arguments = try arguments()
        // Stands in for what is refused anyway.
        let refused = Condition.exists(DocumentPath(""))
        guard let count = Self.operandCounts[name] else {
            reader.problems.note(.function, "Invalid function name; function: \(name)")
            return refused
        }
        if isOperand {
            reader.problems.note(
                .misuse, "The function is not allowed to be used this way in an expression; function: \(name)"
            )
            return refused
        }
        guard arguments.count == count else {
            noteCount(name, arguments.count)
            return refused
        }
        return condition(name, arguments) ?? refused
    }

    private mutating func condition(_ name: String, _ arguments: [Operand]) -> Condition? {
        switch name {
        case "attribute_exists", "attribute_not_exists":
            guard case .path(let path) = arguments[0] else {
                notePath(name)
                return nil
            }
            return name == "attribute_exists" ? .exists(path) : .notExists(path)
        case "attribute_type":
            guard case .path(let path) = arguments[0] else {
                notePath(name)
                return nil
            }
            return checkedType(path, arguments[1])
        default: return checkedPair(name, arguments[0], arguments[1])
        }
    }

    private mutating func checkedPair(_ name: String, _ first: Operand, _ second: Operand) -> Condition {
        if name == "begins_with" {
            for value in [first, second].compactMap(\.constant)
            where value.kind != .string && value.kind != .binary {
                noteType(name, value)
            }
        }
        if first == second, let path = first.path {
            reader.problems.note(
                .distinct,
                "The first operand must be distinct from the remaining operands for this "
                    + "operator or function; "
                    + "operator: \(name), first operand: \(path)")
        }
        return name == "begins_with" ? .beginsWith(first, second) : .contains(first, second)
    }

    private mutating func checkedType(_ path: DocumentPath, _ wanted: Operand) -> Condition {
        if let value = wanted.constant {
            if case .string(let text) = value {
                if AttributeValue.Kind(rawValue: text) == nil {
                    reader.problems.note(
                        .operandType,
                        "Invalid attribute type name found; type: \(text), "
                            + "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
                }
            } else {
                noteType("attribute_type", value)
            }
        } else {
            reader.problems.note(
                .operandType,
                "Incorrect operand type for operator or function; "
                    + "operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}")
        }
        return .type(path, wanted)
    }

    // MARK: Mistakes

    private mutating func noteCount(_ name: String, _ count: Int) {
        reader.problems.note(
            .operandCount,
            "Incorrect number of operands for operator or function; "
                + "operator or function: \(name), number of operands: \(count)")
    }

    private mutating func notePath(_ name: String) {
        reader.problems.note(
            .path, "Operator or function requires a document path; operator or function: \(name)")
    }

    private mutating func noteType(_ name: String, _ value: AttributeValue) {
        reader.problems.note(
            .operandType,
            "Incorrect operand type for operator or function; "
                + "operator or function: \(name), operand type: \(value.kind.rawValue)")
    }
}

extension Condition {
    /// Reads a condition, filter or key condition.
    public init(
        _ text: String, _ kind: ExpressionKind, _ placeholders: inout Placeholders
    ) throws(ExpressionError) {
        var parser = try ConditionParser(text, kind, placeholders)
        self = try parser.parse(&placeholders)
    }
}
