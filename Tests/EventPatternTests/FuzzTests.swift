import EventPattern
import Testing
import Wire

@Suite struct FuzzTests {
    /// Changes, removes, repeats or inserts some bytes.
    private func mutated(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var text = text
        for _ in 0...random.below(4) {
            let place = random.below(text.count + 1)
            switch random.below(4) {
            case 0 where place < text.count: text[place] = UInt8(random.below(256))
            case 1 where place < text.count: text.remove(at: place)
            case 2: text.insert(random.pick(Array(#"{}[]",:\*-.e0$"#.utf8)), at: place)
            default: text.insert(contentsOf: text[..<min(place, text.count)].suffix(12), at: place)
            }
        }
        return text
    }

    @Test func mutatedPatternsAreReadOrRefused() {
        var cases = RandomCases(random: SeededRandom(seed: 5))
        var refused = 0
        for _ in 0..<20_000 {
            let pattern = mutated(cases.pattern().utf8, &cases.random)
            do throws(EventPatternError) {
                let compiled = try EventPattern(parsing: String(decoding: pattern, as: UTF8.self))
                _ = compiled.matches(Array(#"{"a":{"b":[1,"x",{"c":null}]},"c":"xy"}"#.utf8))
            } catch {
                refused += 1
                #expect(!error.reason.isEmpty)
            }
        }
        #expect(refused > 5000)
    }

    @Test func mutatedEventsAreMatchedOrNot() throws {
        var cases = RandomCases(random: SeededRandom(seed: 6))
        let rules = RuleSet(try (0..<200).map { ($0, try EventPattern(parsing: cases.pattern().text)) })
        var matched = 0
        for _ in 0..<20_000 {
            matched += rules.matches(mutated(cases.event().utf8, &cases.random)).count
        }
        #expect(matched > 0)
    }

    @Test func mutatedFilterPoliciesAreReadOrRefused() {
        var cases = RandomCases(random: SeededRandom(seed: 7))
        var refused = 0
        for round in 0..<20_000 {
            let policy = String(decoding: mutated(cases.pattern().utf8, &cases.random), as: UTF8.self)
            do throws(FilterPolicyError) {
                _ = try FilterPolicy(
                    parsing: policy, scope: round % 2 == 0 ? .messageBody : .messageAttributes)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 5000)
    }
}
