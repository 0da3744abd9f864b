import Testing

@testable import DynamoDBExpressions

@Suite struct ProjectionTests {
    let item: [String: AttributeValue] = [
        "a": .string("1"),
        "b": .map(["x": .string("2"), "y": .list([.string("3"), .string("4"), .string("5")])]),
    ]

    func project(_ text: String, names: [String: String]? = nil) throws -> [String: AttributeValue] {
        var placeholders = try Placeholders(names: names, values: nil)
        return try Projection(text, &placeholders).apply(to: item)
    }

    @Test func onlyTheNamedPartsAreAnswered() throws {
        #expect(try project("a") == ["a": .string("1")])
        #expect(try project("a, nothing, b.q, b.y[7]") == ["a": .string("1")])
        #expect(
            try project("b.y[2], b.y[0], #p.x", names: ["#p": "b"])
                == ["b": .map(["x": .string("2"), "y": .list([.string("3"), .string("5")])])])
    }

    @Test func overlappingPathsAreRefused() {
        #expect(
            throws: ExpressionError(
                "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [b, x], path two: [b]"
            )
        ) {
            try project("b.x, b")
        }
        #expect(
            throws: ExpressionError(
                "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: year")
        ) {
            try project("year")
        }
    }
}
