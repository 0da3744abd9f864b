import Foundation
import Testing

@testable import Wire

@Suite struct PatternTests {
    @Test(arguments: [
        ("[a-zA-Z0-9-_]{1,80}", "orders-1_A", true), ("[a-zA-Z0-9-_]{1,80}", "orders.1", false),
        ("[a-zA-Z0-9-_]{1,80}", "", false), ("(a|bc)+d?", "abcbcd", true), ("(a|bc)+d?", "abcb", false),
        ("^(?!aws:).*", "aws:name", false), ("^(?!aws:).*", "name", true),
        ("[\\p{L}\\p{N} ]*", "Straße 7", true),
        ("[\\u0020-\\u00FF]*", "é", true), ("[\\u0020-\\u00FF]*", "€", false),
        ("\\d{12}", "123456789012", true),
        ("\\d{12}", "12345678901", false), ("a.c", "a\nc", false), ("[\\s\\S]*", "a\n c", true),
        ("[\\uD800\\uDC00-\\uDBFF\\uDFFF]", "😀", true), ("[^/]+(/[^/]+)*", "a/b/c", true),
        ("(a*)*b", "aaab", true),
        ("[+=,.@\\w-]+", "a+b=c,d.e@f-g", true), ("[\\w+=,.@-]*", "a:b", false),
    ])
    func aValueFollowsItsPatternAsAWhole(_ pattern: String, _ value: String, _ expected: Bool) {
        let pattern = Pattern(pattern)
        #expect(pattern.isSupported)
        #expect(pattern.matches(value) == expected)
    }

    @Test func aHostileValueEndsWithinBounds() {
        let pattern = Pattern("(a+)+b")
        #expect(!pattern.matches(String(repeating: "a", count: 5000)))
    }

    @Test func everyPatternOfTheModelsIsUnderstoodExceptThoseThatLookBehind() throws {
        let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Models")
        var unknown: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: models.path)
        where file.hasSuffix(".json") && !file.hasSuffix(".overlay.json") {
            let bytes = [UInt8](try Data(contentsOf: models.appendingPathComponent(file)))
            for shape in try JSON(parsing: bytes)["shapes"]?.object?.members ?? [] {
                guard let pattern = shape.value["pattern"]?.string, !Pattern(pattern).isSupported else {
                    continue
                }
                unknown.append(pattern)
            }
        }
        #expect(unknown.filter { !$0.contains("(?<!") && !$0.contains("\\b") } == [])
        #expect(unknown.count <= 3)
    }
}
