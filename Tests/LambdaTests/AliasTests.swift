import Testing

@testable import Lambda

@Suite struct AliasTests {
    let alias = Alias(name: "live", version: "1", description: "", weights: ["2": 0.25], revision: "r")

    @Test func aSmallShareGoesToTheAdditionalVersion() {
        #expect(alias.choose(0) == "2" && alias.choose(0.2499) == "2")
    }

    @Test func theRestGoesToTheMainVersion() {
        #expect(alias.choose(0.25) == "1" && alias.choose(0.999) == "1")
    }
}
