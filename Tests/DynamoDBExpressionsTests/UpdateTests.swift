import Testing

@testable import DynamoDBExpressions

@Suite struct UpdateTests {
    static let item: [String: AttributeValue] = [
        "n": .number(Number(5)), "s": .string("x"), "l": .list([.string("a"), .string("b"), .string("c")]),
        "m": .map(["x": .map(["y": .number(Number(1))])]), "ss": .set(ofStrings: ["p", "q"]),
    ]
    static let values: [String: AttributeValue] = [
        ":n": .number(Number(2)), ":s": .string("new"), ":l": .list([.string("z")]),
        ":p": .set(ofStrings: ["p"]),
        ":pq": .set(ofStrings: ["p", "q"]), ":r": .set(ofStrings: ["r"]), ":ns": .set(ofNumbers: [Number(1)]),
        ":t": .boolean(true), ":m": .map([:]),
    ]

    func apply(_ text: String) throws -> [String: AttributeValue] {
        var placeholders = try Placeholders(names: ["#n": "n", "#a": "a"], values: Self.values)
        return try Update(text, &placeholders).apply(to: Self.item)
    }

    @Test func valuesAreComputedFromTheItemAsItWas() throws {
        let result = try apply("SET n = s, s = n")
        #expect(result["n"] == .string("x"))
        #expect(result["s"] == .number(Number(5)))
    }

    @Test func setChangesAndAddsAttributes() throws {
        #expect(try apply("SET n = n + :n")["n"] == .number(Number(7)))
        #expect(try apply("set #n = #n - :n")["n"] == .number(Number(3)))
        #expect(try apply("SET q = if_not_exists(q, :s)")["q"] == .string("new"))
        #expect(try apply("SET n = if_not_exists(n, :n)")["n"] == .number(Number(5)))
        #expect(
            try apply("SET l = list_append(l, :l)")["l"]
                == .list([.string("a"), .string("b"), .string("c"), .string("z")]))
        #expect(
            try apply("SET l = list_append(:l, l)")["l"]
                == .list([.string("z"), .string("a"), .string("b"), .string("c")]))
        #expect(try apply("SET q = (n + :n)")["q"] == .number(Number(7)))
        #expect(try apply("SET c = if_not_exists(c, :n) + :n")["c"] == .number(Number(4)))
    }

    @Test func pathsReachIntoListsAndMaps() throws {
        #expect(try apply("SET m.x.y = :s")["m"] == .map(["x": .map(["y": .string("new")])]))
        #expect(try apply("SET l[1] = :s")["l"] == .list([.string("a"), .string("new"), .string("c")]))
        #expect(
            try apply("SET l[9] = :s")["l"]
                == .list([.string("a"), .string("b"), .string("c"), .string("new")]))
        #expect(try apply("REMOVE l[0], l[2], m.x.y")["l"] == .list([.string("b")]))
        #expect(try apply("REMOVE l[9], nothing")["l"] == Self.item["l"])
    }

    @Test func addAndDeleteWorkOnNumbersAndSets() throws {
        #expect(try apply("ADD n :n")["n"] == .number(Number(7)))
        #expect(try apply("ADD q :n")["q"] == .number(Number(2)))
        #expect(try apply("ADD ss :r")["ss"] == .set(ofStrings: ["p", "q", "r"]))
        #expect(try apply("DELETE ss :p")["ss"] == .set(ofStrings: ["q"]))
        #expect(try apply("DELETE ss :pq")["ss"] == nil)
        #expect(try apply("DELETE nothing :p") == Self.item)
    }

    @Test(arguments: [
        ("SET m.q.y = :s", "The document path provided in the update expression is invalid for update"),
        ("SET s.q = :s", "The document path provided in the update expression is invalid for update"),
        ("REMOVE s[0]", "The document path provided in the update expression is invalid for update"),
        ("SET q = nothing", "The provided expression refers to an attribute that does not exist in the item"),
        ("SET q = s + :n", "An operand in the update expression has an incorrect data type"),
        ("ADD s :n", "An operand in the update expression has an incorrect data type"),
        ("ADD ss :ns", "An operand in the update expression has an incorrect data type"),
        ("SET q = list_append(s, :l)", "An operand in the update expression has an incorrect data type"),
    ])
    func whatTheItemDoesNotAllowIsRefused(_ text: String, _ message: String) {
        #expect(throws: ExpressionError(message)) { try apply(text) }
    }

    @Test(arguments: [
        ("whatever", "Syntax error; token: \"whatever\", near: \"whatever <EOF>\""),
        ("SET a = :n SET q = :n", "The \"SET\" section can only be used once in an update expression;"),
        ("set abOrt = :n", "Attribute name is a reserved keyword; reserved keyword: abOrt"),
        ("SET q = nosuch(:n)", "Invalid function name; function: nosuch"),
        (
            "SET q = attribute_exists(a)",
            "The function is not allowed in an update expression; function: attribute_exists"
        ),
        (
            "SET #c = :n",
            "An expression attribute name used in the document path is not defined; attribute name: #c"
        ),
        (
            "SET q = :q",
            "An expression attribute value used in expression is not defined; attribute value: :q"
        ),
        (
            "SET #a[3].d = q, #a[3] = q",
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, [3], d], path two: [a, [3]]"
        ),
        (
            "REMOVE a.c SET a[1] = :n",
            "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, c], path two: [a, [1]]"
        ),
        ("ADD a :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"),
        (
            "DELETE a :n",
            "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"
        ),
        (
            "SET q = if_not_exists(a)",
            "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1"
        ),
        (
            "SET q = if_not_exists(:n, a)",
            "Operator or function requires a document path; operator or function: if_not_exists"
        ),
        (
            "SET q = list_append(:s, a)",
            "Incorrect operand type for operator or function; operator or function: list_append, operand type: S"
        ),
        (
            "SET q = a + :t",
            "Incorrect operand type for operator or function; operator or function: +, operand type: BOOL"
        ),
    ])
    func mistakesAreToldInDynamoDBsWords(_ text: String, _ message: String) {
        if text == "whatever" {
            #expect(
                throws: ExpressionError(
                    "Invalid UpdateExpression: Syntax error; token: \"whatever\", near: \"whatever\"")
            ) { try apply(text) }
        } else {
            #expect(throws: ExpressionError("Invalid UpdateExpression: " + message)) { try apply(text) }
        }
    }

    @Test(arguments: [
        "set a", "add a", "set a=set", "remove a = b", "add a = b", "delete a b", "remove a b", "set a b",
        "set :a = b",
        "set a = b / c", "set a[1] = \"eight\"", "set a[1] = 1", "set (a = (b + c))", "set a = (b.c).d + e",
        "set a = b + c + d", "SET", "set a = b,", ", set a = b",
    ])
    func whatIsNoExpressionIsASyntaxError(_ text: String) {
        let error = #expect(throws: ExpressionError.self) { try apply(text) }
        #expect(error?.message.hasPrefix("Invalid UpdateExpression: Syntax error; ") == true)
    }
}
