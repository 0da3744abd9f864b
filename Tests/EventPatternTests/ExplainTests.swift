import EventPattern
import Testing
import Wire

@Suite struct ExplainTests {
    private func explain(_ pattern: String, _ event: String) throws -> Mismatch? {
        try EventPattern(parsing: pattern).explain(JSON(parsing: event))
    }

    @Test func theFirstFieldThatDiffersIsNamedWithWhatWasWantedAndFound() throws {
        let found = try explain(
            #"{"source":["a"],"detail":{"state":["running", {"prefix": "stop"}],"n":[1]}}"#,
            #"{"source":"a","detail":{"state":["pending","x"],"n":2}}"#)
        #expect(
            found
                == Mismatch(
                    path: "detail.state", wanted: #"["running", {"prefix": "stop"}]"#,
                    found: .values(["pending", "x"])))
    }

    @Test func aMissingFieldIsNamed() throws {
        #expect(try explain(#"{"a":["x"]}"#, "{}") == Mismatch(path: "a", wanted: #"["x"]"#, found: .missing))
    }

    @Test func theClosestAlternativeIsExplained() throws {
        let found = try explain(#"{"$or":[{"a":[1],"b":[1]},{"c":[1],"d":[1]}]}"#, #"{"c":1,"d":2}"#)
        #expect(found?.path == "d")
    }

    @Test func valuesInDifferentElementsAreExplained() throws {
        let found = try explain(#"{"l":{"a":[1],"b":[2]}}"#, #"{"l":[{"a":1},{"b":2}]}"#)
        #expect(found == Mismatch(path: "l.b", wanted: "[2]", found: .otherElement([2])))
    }

    @Test func aMatchNeedsNoExplanation() throws {
        #expect(try explain(#"{"a":[1]}"#, #"{"a":1}"#) == nil)
    }
}
