import EventPattern
import Testing
import Wire

@Suite struct DifferentialTests {
    @Test func compiledRulesAgreeWithTheObviousMatcherOnRandomCases() throws {
        var cases = RandomCases(random: SeededRandom(seed: 0xA905))
        var matched = 0
        for round in 0..<1000 {
            let patterns = (0..<20).map { _ in cases.pattern() }
            let rules = RuleSet(try patterns.enumerated().map { ($0, try EventPattern(parsing: $1.text)) })
            let event = cases.event()
            let reference = ReferenceMatcher(event)
            let expected = patterns.indices.filter { reference.matches(patterns[$0]) }
            let answer = rules.matches(event.utf8)
            matched += answer.count
            if answer != expected {
                let wrong = Set(answer).symmetricDifference(expected).sorted().prefix(3).map {
                    patterns[$0].text
                }
                Issue.record("round \(round): event \(event.text), patterns \(wrong)")
                return
            }
        }
        #expect(matched > 1000, "cases must meet often enough to mean something")
    }

    @Test func onePatternAloneAgreesWithItselfAmongOthers() throws {
        var cases = RandomCases(random: SeededRandom(seed: 77))
        for _ in 0..<2000 {
            let pattern = cases.pattern()
            let event = cases.event()
            let compiled = try EventPattern(parsing: pattern.text)
            #expect(compiled.matches(event.utf8) == ReferenceMatcher(event).matches(pattern))
            #expect((compiled.explain(event) == nil) == compiled.matches(event.utf8))
        }
    }
}
