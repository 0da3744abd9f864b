import EventPattern
import Testing
import Wire

/// Alternatives that are looked up once there are many of them for a field.
@Suite struct ManyAlternativesTests {
    private static let texts = [
        "", "x", "xy", "yx", "xyxy", "zzz", "yyzx", "É", "x*y", "abcdefgh", "zabcdex",
    ]
    private static let numbers = ["-3", "-1", "0", "0.5", "1", "1.0", "2", "2.5", "7", "1e3"]

    private static func wildcard(_ random: inout SeededRandom) -> String {
        let pieces = (0...random.below(2)).map { _ in random.pick(["x", "y", "xy", "zz", "abcde", "cdef"]) }
        return "*" + pieces.joined(separator: "*") + "*"
    }

    private static func alternative(_ random: inout SeededRandom) -> JSON {
        let (low, high) = (random.below(8), random.below(8))
        let text = JSON.string(random.pick(texts))
        switch random.below(9) {
        case 0, 1: return ["wildcard": .string(wildcard(&random))]
        case 2:
            let (from, to) = (min(low, high) - 4, max(low, high) - 3)
            return ["numeric": [">=", .number(String(from)), "<", .number(String(to))]]
        case 3: return ["numeric": [random.pick([">", "<="]), .number(random.pick(numbers))]]
        case 4: return ["anything-but": [text, .string(random.pick(texts))]]
        case 5: return ["anything-but": [.number(random.pick(numbers)), .number(random.pick(numbers))]]
        case 6: return ["anything-but": [random.pick(["prefix", "suffix"]): random.pick(["x", "y", "zz"])]]
        case 7: return ["anything-but": ["wildcard": .string(wildcard(&random))]]
        default: return ["anything-but": ["equals-ignore-case": text]]
        }
    }

    private static func value(_ random: inout SeededRandom) -> JSON {
        switch random.below(4) {
        case 0: .number(random.pick(numbers))
        case 1: random.pick([.null, .bool(true)])
        default: .string(random.pick(texts) + random.pick(texts))
        }
    }

    @Test func manyAlternativesOfOneFieldAgreeWithTheObviousMatcher() throws {
        var random = SeededRandom(seed: 4711)
        for round in 0..<60 {
            let patterns: [JSON] = (0..<80).map { _ in ["a": [Self.alternative(&random)]] }
            let rules = RuleSet(try patterns.enumerated().map { ($0, try EventPattern(parsing: $1.text)) })
            for _ in 0..<20 {
                let values = (0..<random.below(3)).map { _ in Self.value(&random) }
                let event: JSON = ["a": random.below(3) == 0 ? .array(values) : Self.value(&random)]
                let reference = ReferenceMatcher(event)
                let expected = patterns.indices.filter { reference.matches(patterns[$0]) }
                let wrong = Set(rules.matches(event.utf8)).symmetricDifference(expected).sorted()
                let texts = wrong.prefix(3).map { patterns[$0].text }
                #expect(wrong.isEmpty, "round \(round): event \(event.text), patterns \(texts)")
            }
        }
    }

    @Test func fieldsInElementsAgreeWithTheObviousMatcher() throws {
        var random = SeededRandom(seed: 99)
        func element(_ depth: Int) -> JSON {
            var object = JSONObject()
            for name in ["x", "y", "z"] where random.below(3) > 0 {
                object[name] = .number(String(random.below(3)))
            }
            if depth < 2, random.below(3) == 0 {
                object["l"] = .array((0..<random.below(4)).map { _ in element(depth + 1) })
            }
            return .object(object)
        }
        func fields(_ depth: Int) -> JSON {
            var object = JSONObject()
            for name in ["x", "y", "z"] where random.below(2) == 0 || object.isEmpty {
                object[name] = [.number(String(random.below(3)))]
            }
            if depth < 2, random.below(3) == 0 { object["l"] = fields(depth + 1) }
            return .object(object)
        }
        var matched = 0
        for round in 0..<600 {
            let patterns = (0..<20).map { _ -> JSON in ["l": fields(0)] }
            let rules = RuleSet(try patterns.enumerated().map { ($0, try EventPattern(parsing: $1.text)) })
            let event: JSON = ["l": .array((0..<random.below(5)).map { _ in element(0) })]
            let reference = ReferenceMatcher(event)
            let expected = patterns.indices.filter { reference.matches(patterns[$0]) }
            let answer = rules.matches(event.utf8)
            matched += answer.count
            #expect(answer == expected, "round \(round): event \(event.text)")
        }
        #expect(matched > 1000, "cases must meet often enough to mean something")
    }
}
