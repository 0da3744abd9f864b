/// Reads update expressions: clauses that begin with `SET`, `REMOVE`, `ADD` and `DELETE`, each at most once.
struct UpdateParser {
    private var reader: ExpressionReader
    private var actions: [Update.Action] = []

    init(_ text: String, _ placeholders: Placeholders) throws(ExpressionError) {
        reader = try ExpressionReader(text, .update, placeholders)
    }

    mutating func parse(_ placeholders: inout Placeholders) throws(ExpressionError) -> [Update.Action] {
        var seen: Set<String> = []
        repeat {
            guard reader.token.kind == .identifier else { throw reader.syntaxError() }
            let section = reader.token.text.uppercased()
            guard ExpressionReader.clauses.contains(section) else { throw reader.syntaxError() }
            reader.advance()
            if !seen.insert(section).inserted {
                reader.problems.note(
                    .section, "The \"\(section)\" section can only be used once in an update expression;")
            }
            repeat { try action(section) } while reader.accept(",")
        } while !reader.isAtEnd
        try reader.problems.check(.update)
        placeholders = reader.placeholders
        return actions
    }

    private mutating func action(_ section: String) throws(ExpressionError) {
        let path = try reader.path()
        for earlier in actions {
            guard let collision = earlier.path.collision(with: path) else { continue }
            reader.problems.note(
                collision == .overlap ? .overlap : .conflict,
                DocumentPath.collisionText(collision, earlier.path, path))
        }
        switch section {
        case "SET":
            try reader.expect("=")
            try reader.countOperator()
            actions.append(.set(path, try value()))
        case "REMOVE":
            actions.append(.remove(path))
        case "ADD":
            let value = try reader.value() ?? .number(.zero)
            check(value, "ADD")
            actions.append(.add(path, value))
        default:
            let value = try reader.value()
            if let value { check(value, "DELETE") }
            actions.append(.delete(path, value ?? .null))
        }
    }

    private mutating func check(_ value: AttributeValue, _ clause: String) {
        switch value.kind {
        case .stringSet, .numberSet, .binarySet: return
        case .number where clause == "ADD": return
        default:
            reader.problems.note(
                .clauseType,
                "Incorrect operand type for operator or function; "
                    + "operator: \(clause), operand type: \(value.kind.words)")
        }
    }

    // MARK: Values

    /// A value, or a sum or difference of two.
    private mutating func value() throws(ExpressionError) -> Update.Value {
        let left = try operand()
        let isSum = reader.token.isSign("+")
        guard isSum || reader.token.isSign("-") else { return left }
        reader.advance()
        try reader.countOperator()
        let right = try operand()
        for side in [left, right] {
            if let kind = side.constantKind, kind != .number { noteType(isSum ? "+" : "-", kind) }
        }
        return isSum ? .sum(left, right) : .difference(left, right)
    }

    private mutating func operand() throws(ExpressionError) -> Update.Value {
        if reader.token.kind == .valuePlaceholder { return .operand(.value(try reader.value() ?? .null)) }
        if reader.token.isSign("(") {
            reader.advance()
            try reader.enter()
            defer { reader.leave() }
            let inner = try value()
            try reader.expect(")")
            return inner
        }
        guard reader.token.kind == .identifier, reader.following.isSign("(") else {
            return .operand(.path(try reader.path()))
        }
        return try function()
    }

    private static let conditionFunctions: Set = [
        "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size",
    ]

    private mutating func function() throws(ExpressionError) -> Update.Value {
        let name = reader.token.text
        reader.advance()
        try reader.countOperator()
        try reader.expect("(")
        try reader.enter()
        defer { reader.leave() }
        var arguments: [Update.Value] = []
        repeat { arguments.append(try value()) } while reader.accept(",")
        try reader.expect(")")
        let refused = Update.Value.operand(.value(.null))
        guard name == "if_not_exists" || name == "list_append" else {
            if Self.conditionFunctions.contains(name) {
                reader.problems.note(
                    .misuse, "The function is not allowed in an update expression; function: \(name)")
            } else {
                reader.problems.note(.function, "Invalid function name; function: \(name)")
            }
            return refused
        }
        guard arguments.count == 2 else {
            reader.problems.note(
                .operandCount,
                "Incorrect number of operands for operator or function; "
                    + "operator or function: \(name), number of operands: \(arguments.count)")
            return refused
        }
        return checked(name, arguments[0], arguments[1])
    }

    private mutating func checked(
        _ name: String, _ first: Update.Value, _ second: Update.Value
    ) -> Update.Value {
        guard name == "if_not_exists" else {
            for side in [first, second] {
                if let kind = side.constantKind, kind != .list { noteType("list_append", kind) }
            }
            return .listAppend(first, second)
        }
        guard case .operand(.path(let path)) = first else {
            reader.problems.note(
                .path, "Operator or function requires a document path; operator or function: if_not_exists")
            return second
        }
        return .ifNotExists(path, second)
    }

    private mutating func noteType(_ name: String, _ kind: AttributeValue.Kind) {
        reader.problems.note(
            .operandType,
            "Incorrect operand type for operator or function; "
                + "operator or function: \(name), operand type: \(kind.rawValue)")
    }
}

extension Update.Value {
    /// The type of the value where it does not depend on the item.
    var constantKind: AttributeValue.Kind? {
        switch self {
        case .operand(.value(let value)): value.kind
        case .listAppend: .list
        case .sum, .difference: .number
        case .operand, .ifNotExists: nil
        }
    }
}
