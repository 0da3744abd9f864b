import Testing

@testable import DynamoDBExpressions

@Suite struct ConditionTests {
    static let item: [String: AttributeValue] = [
        "a": .number(Number(5)), "s": .string("hello"), "b": .binary([1, 2, 3]), "t": .boolean(true),
        "z": .null,
        "l": .list([.number(Number(1)), .string("x"), .map(["k": .string("v")])]),
        "m": .map(["x": .map(["y": .number(Number(7))])]), "ss": .set(ofStrings: ["p", "q"]),
        "ns": .set(ofNumbers: [Number(1), Number(2)]), "year": .number(Number(2026)),
    ]
    static let values: [String: AttributeValue] = [
        ":five": .number(Number(5)), ":six": .number(Number(6)), ":s": .string("hello"), ":he": .string("he"),
        ":p": .string("p"), ":one": .number(Number(1)), ":S": .string("S"), ":v": .string("v"),
        ":t": .boolean(true),
        ":bin": .binary([1, 2]), ":seven": .number(Number(7)), ":three": .number(Number(3)),
    ]

    func holds(_ text: String) throws -> Bool {
        var placeholders = try Placeholders(names: ["#y": "year", "#m": "m"], values: Self.values)
        return try Condition(text, .condition, &placeholders).holds(for: Self.item)
    }

    @Test(arguments: [
        "a = :five", "a <> :six", "a < :six", "a <= :five", "a > :one", ":six > a", "a BETWEEN :one AND :six",
        "a in (:one, :five)", "attribute_exists(a)", "attribute_not_exists(nothing)", "attribute_type(s, :S)",
        "begins_with(s, :he)", "begins_with(b, :bin)", "contains(s, :he)", "contains(ss, :p)",
        "contains(ns, :one)",
        "contains(l, :one)", "size(s) = :five", "size(l) = :three", "#m.x.y = :seven", "l[2].k = :v",
        "#y > :five",
        "NOT a = :six", "a = :six OR s = :s AND t = :t", "(a = :six OR s = :s) AND t = :t", "(a) = :five",
        "nothing <> :five", "a=:five and(s=:s)", "NOT (a = :six)", "attribute_exists(l[0])",
        "size(#m.x) < :five",
    ])
    func holdsForTheItem(_ text: String) throws { #expect(try holds(text)) }

    @Test(arguments: [
        "a = :six", "nothing = :five", "nothing < :five", "a < :s", "attribute_exists(l[7])",
        "contains(a, :five)",
        "begins_with(a, :he)", "size(a) = :five", "attribute_type(a, :S)", "NOT attribute_exists(a)",
        "l.k = :v", "#m[0] = :v", "nothing BETWEEN :one AND :six",
    ])
    func failsForTheItem(_ text: String) throws { #expect(try !holds(text)) }

    @Test(arguments: [
        ("", "The expression can not be empty;"),
        ("  ", "The expression can not be empty;"),
        ("a b", "Syntax error; token: \"b\", near: \"a b\""),
        ("a = ", "Syntax error; token: \"<EOF>\", near: \"= \""),
        ("year = :five", "Attribute name is a reserved keyword; reserved keyword: year"),
        ("Abort = :five", "Attribute name is a reserved keyword; reserved keyword: Abort"),
        (
            "#q = :five",
            "An expression attribute name used in the document path is not defined; attribute name: #q"
        ),
        ("a = :q", "An expression attribute value used in expression is not defined; attribute value: :q"),
        ("nosuch(a)", "Invalid function name; function: nosuch"),
        (
            "attribute_exists(a, s)",
            "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2"
        ),
        (
            "attribute_exists(:five)",
            "Operator or function requires a document path; operator or function: attribute_exists"
        ),
        (
            "begins_with(s, :five)",
            "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
        ),
        ("a < :t", "Incorrect operand type for operator or function; operator: <, operand type: BOOL"),
        (
            "a = attribute_exists(a)",
            "The function is not allowed to be used this way in an expression; function: attribute_exists"
        ),
        (
            "a between :six and :one",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:1}"
        ),
        (
            "a between :six and :s",
            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {S:hello}"
        ),
        ("((a = :five))", "The expression has redundant parentheses;"),
        (
            "a = a",
            "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]"
        ),
    ])
    func mistakesAreToldInDynamoDBsWords(_ text: String, _ message: String) throws {
        var placeholders = try Placeholders(names: nil, values: Self.values)
        #expect(throws: ExpressionError("Invalid ConditionExpression: " + message)) {
            try Condition(text, .condition, &placeholders)
        }
    }

    @Test func parenthesesThatAreNeededAreNotRedundant() throws {
        #expect(try holds("((a = :five) AND (s = :s))"))
        #expect(try holds("((a = :five) AND s = :s)"))
    }

    @Test func whatIsNotUsedIsTold() throws {
        var placeholders = try Placeholders(
            names: ["#a": "a", "#b": "b"], values: [":x": .null, ":y": .null])
        _ = try Condition("#a = :x", .condition, &placeholders)
        #expect(
            throws: ExpressionError(
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}")
        ) {
            try placeholders.checkUse()
        }
        placeholders = try Placeholders(names: nil, values: [":x": .null, ":y": .null])
        _ = try Condition("a = :x", .condition, &placeholders)
        #expect(
            throws: ExpressionError(
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {:y}")
        ) {
            try placeholders.checkUse()
        }
    }

    @Test func placeholdersHaveAForm() {
        #expect(throws: ExpressionError("ExpressionAttributeNames must not be empty")) {
            try Placeholders(names: [:], values: nil)
        }
        #expect(
            throws: ExpressionError("ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"")
        ) {
            try Placeholders(names: ["a": "a"], values: nil)
        }
        #expect(throws: ExpressionError("ExpressionAttributeValues must not be empty")) {
            try Placeholders(names: nil, values: [:])
        }
        #expect(
            throws: ExpressionError(
                "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: "
                    + "An string set  may not be empty for key :b")
        ) { try Placeholders(names: nil, values: [":b": .set(ofStrings: [])]) }
    }

    @Test func expressionsHaveLimits() throws {
        var placeholders = try Placeholders(names: nil, values: [":x": .null])
        let long = "a = :x" + String(repeating: " ", count: 4100)
        #expect(
            throws: ExpressionError(
                "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4106"
            )
        ) {
            try Condition(long, .filter, &placeholders)
        }
        let deep = String(repeating: "(", count: 2000) + "a = :x" + String(repeating: ")", count: 2000)
        #expect(throws: ExpressionError.self) { try Condition(deep, .filter, &placeholders) }
        let nots = String(repeating: "NOT ", count: 900) + "a = :x"
        #expect(throws: ExpressionError.self) { try Condition(nots, .filter, &placeholders) }
    }
}
