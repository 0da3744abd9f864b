import Testing

@testable import DynamoDBExpressions

@Suite struct FuzzTests {
    static let seeds = [
        "SET #a.b[3] = if_not_exists(c, :x) + :y, d = list_append(e, :z) REMOVE f[0], g ADD h :n DELETE i :s",
        "attribute_exists(a.b[1]) AND NOT (size(c) >= :x OR begins_with(#d, :y)) AND e IN (:x, :y) OR f BETWEEN :x AND :y",
        "a = :x AND begins_with(b, :y)", "a, b.c[0].#d, e[1][2]", "contains(a, :x) AND attribute_type(b, :y)",
    ]
    static let pieces = [
        "(", ")", "((", "[", "]", ",", ".", "=", "<>", "<=", " AND ", " NOT ", " OR ", "SET ", "REMOVE ",
        "size(", ":x",
        "#a", "[999999999999]", "é", "\u{0}", "\"", "'", "+", "-", " BETWEEN ", " IN ", "if_not_exists(", "1",
    ]

    @Test func mutatedExpressionsAreReadOrRefused() throws {
        var random = SeededRandom(2026)
        let values: [String: AttributeValue] = [
            ":x": .number(Number(1)), ":y": .string("y"), ":s": .set(ofStrings: ["a"]),
        ]
        var refused = 0
        for round in 0..<20_000 {
            var text = Array(Self.seeds[round % Self.seeds.count].unicodeScalars)
            for _ in 0...random.below(5) {
                let position = random.below(text.count + 1)
                switch random.below(3) {
                case 0:
                    text.insert(
                        contentsOf: Self.pieces[random.below(Self.pieces.count)].unicodeScalars, at: position)
                case 1 where position < text.count: text.remove(at: position)
                default: text.removeSubrange(position..<min(text.count, position + random.below(9)))
                }
            }
            var string = String.UnicodeScalarView()
            string.append(contentsOf: text)
            refused += Self.isRefused(String(string), values) ? 1 : 0
        }
        // Mutations must reach both sides, or the test tests nothing.
        #expect(refused > 5_000 && refused < 60_000)
    }

    /// Reads a text as every kind of expression and applies what can be read.
    private static func isRefused(_ text: String, _ values: [String: AttributeValue]) -> Bool {
        let item: [String: AttributeValue] = [
            "a": .list([.map(["b": .string("c")])]), "b": .number(Number(1)),
        ]
        do {
            var placeholders = try Placeholders(names: ["#a": "a", "#d": "d"], values: values)
            if text.uppercased().hasPrefix("SET") {
                _ = try Update(text, &placeholders).apply(to: item)
            } else if text.hasPrefix("a, ") {
                _ = try Projection(text, &placeholders).apply(to: item)
            } else {
                _ = try Condition(text, .condition, &placeholders).holds(for: item)
            }
            return false
        } catch {
            return true
        }
    }
}
