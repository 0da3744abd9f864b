import EventPattern
import Testing
import Wire

@Suite struct RuleSetTests {
    @Test func matchingRulesComeInTheOrderGivenEachOnce() throws {
        let sources = [
            #"{"a":[{"prefix":"x"},"xy",{"suffix":"y"}]}"#, #"{"b":[2]}"#, #"{"a":["xy"]}"#,
            #"{"c":[{"exists":false}]}"#,
            #"{"$or":[{"a":["xy"]},{"b":[1]}]}"#,
        ]
        let rules = RuleSet(try sources.enumerated().map { ("rule\($0)", try EventPattern(parsing: $1)) })
        #expect(rules.matches(Array(#"{"b":1,"a":"xy"}"#.utf8)) == ["rule0", "rule2", "rule3", "rule4"])
    }

    @Test func manyExactRulesFindTheirEvent() throws {
        let rules = RuleSet(
            try (0..<5000).map { number in
                (number, try EventPattern(parsing: #"{"source":["app"],"detail":{"id":["id-\#(number)"]}}"#))
            })
        #expect(rules.matches(Array(#"{"source":"app","detail":{"id":"id-4711"}}"#.utf8)) == [4711])
        #expect(rules.matches(Array(#"{"source":"other","detail":{"id":"id-4711"}}"#.utf8)) == [])
    }

    @Test func manyFieldsAreToldApart() throws {
        let rules = RuleSet(
            try (0..<100).map { ($0, try EventPattern(parsing: #"{"d":{"field-name-\#($0)":[1]}}"#)) })
        #expect(
            rules.matches(Array(#"{"d":{"field-name-42":1,"field-name-7":1,"field-name-777":1}}"#.utf8)) == [
                7, 42,
            ])
    }

    @Test(arguments: [
        "", " ", "null", "[]", "{", "{}x", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1"#, #"{"a":"x}"#,
        #"{"a":[1,]}"#,
        #"{"a":1 "b":2}"#, #"{"a":{"b":[}}"#, #"{a:1}"#, "{\"a\":\"\\", #"{"a":"\ux"}"#,
    ])
    func brokenEventsMatchNothing(event: String) throws {
        let rules = RuleSet([
            (0, try EventPattern(parsing: #"{"a":[1,"x"]}"#)),
            (1, try EventPattern(parsing: #"{"a":{"b":[1]}}"#)),
            (2, try EventPattern(parsing: #"{"a":["x"],"b":[2]}"#)),
        ])
        #expect(rules.matches(Array(event.utf8)) == [])
    }

    @Test func bracketsAndQuotesInSkippedStringsAreNoStructure() throws {
        let rules = RuleSet([(0, try EventPattern(parsing: #"{"k":[1]}"#))])
        for padding in 0..<24 {
            let space = String(repeating: "x", count: padding)
            let skipped =
                #"{"s\#(space)":"}]\"}\\\"[{","t":["\\\\","]",{"u":"\#(space)}\\"}],"v":[[1,2],{}]}"#
            #expect(rules.matches(Array(#"{"a":\#(skipped),"k":1}"#.utf8)) == [0], "\(padding)")
            #expect(rules.matches(Array(#"{"a":\#(skipped.dropLast()),"k":1}"#.utf8)) == [], "\(padding)")
        }
    }

    @Test func eventsNestedTooDeepMatchNothing() throws {
        let rules = RuleSet([(0, try EventPattern(parsing: #"{"a":[1]}"#))])
        let deep = { (depth: Int) in
            #"{"a":"# + String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
                + "}"
        }
        #expect(rules.matches(Array(deep(JSON.depthMax - 1).utf8)) == [0])
        #expect(rules.matches(Array(deep(JSON.depthMax).utf8)) == [])
        #expect(rules.matches(Array(deep(1_000_000).utf8)) == [])
    }

    @Test func anEventOfManyElementsIsDecidedInBoundedTime() throws {
        let rules = RuleSet([
            (0, try EventPattern(parsing: #"{"l":{"a":[1],"b":[2]}}"#)),
            (1, try EventPattern(parsing: #"{"l":{"a":[1],"b":[2],"c":[{"exists":false}]}}"#)),
        ])
        let elements = (0..<3000).map { #"{"\#($0 % 2 == 0 ? "a" : "b")":\#($0 % 2 + 1),"c":0}"# }
        let event = #"{"l":["# + elements.joined(separator: ",") + "]}"
        let clock = ContinuousClock()
        let time = clock.measure { #expect(rules.matches(Array(event.utf8)) == []) }
        #expect(time < .seconds(20))
    }
}
