import EventPattern
import Testing

/// Whether a pattern matches an event; both as they would be written.
func matches(_ pattern: String, _ event: String) throws -> Bool {
    try EventPattern(parsing: pattern).matches(Array(event.utf8))
}

@Suite struct OperatorTests {
    @Test(arguments: [
        (#"["x"]"#, #""x""#, #""X""#),
        (#"[null]"#, "null", #""null""#),
        (#"[true]"#, "true", #""true""#),
        (#"[{"prefix":"ab"}]"#, #""abc""#, #""Abc""#),
        (#"[{"prefix":""}]"#, #""""#, "1"),
        (#"[{"suffix":"ab"}]"#, #""xab""#, #""abx""#),
        (#"[{"prefix":{"equals-ignore-case":"aB"}}]"#, #""Abc""#, #""bab""#),
        (#"[{"suffix":{"equals-ignore-case":"aB"}}]"#, #""xAb""#, #""abx""#),
        (#"[{"equals-ignore-case":"Ärger"}]"#, #""äRGER""#, #""aerger""#),
        (#"[{"wildcard":"a*c"}]"#, #""abbc""#, #""abcd""#),
        (#"[{"wildcard":"a\\*c"}]"#, #""a*c""#, #""abc""#),
        (#"[{"wildcard":"a\\\\*"}]"#, #""a\\b""#, #""ab""#),
        (#"[{"wildcard":"aa*aa"}]"#, #""aaaa""#, #""aaa""#),
        (#"[{"anything-but":"x"}]"#, #""y""#, #""x""#),
        (#"[{"anything-but":["x","y"]}]"#, "1", #""y""#),
        (#"[{"anything-but":1}]"#, #""1""#, "1.0"),
        (#"[{"anything-but":{"prefix":["x","y"]}}]"#, #""zx""#, #""yz""#),
        (#"[{"anything-but":{"suffix":"x"}}]"#, "null", #""yx""#),
        (#"[{"anything-but":{"equals-ignore-case":["X"]}}]"#, #""y""#, #""x""#),
        (#"[{"anything-but":{"wildcard":"*x*"}}]"#, "7", #""axb""#),
        (#"[{"numeric":["=",3.018e2]}]"#, "301.8", "301.81"),
        (#"[{"numeric":["<",0]}]"#, "-0.000001", "0"),
        (#"[{"numeric":["<=",0]}]"#, "0.0", "0.000001"),
        (#"[{"numeric":[">",0,"<=",5]}]"#, "5", "0"),
        (#"[{"numeric":[">=",-5000000000,"<",5000000000]}]"#, "-5e9", "5e9"),
        (#"[{"cidr":"10.0.0.0/24"}]"#, #""10.0.0.255""#, #""10.0.1.0""#),
        (#"[{"cidr":"10.0.0.7/32"}]"#, #""10.0.0.7""#, #""10.0.0.8""#),
        (#"[{"cidr":"2001:db8::/32"}]"#, #""2001:db8::1""#, #""10.0.0.1""#),
        (#"["2001:db8::1"]"#, #""2001:0db8:0:0:0:0:0:1""#, #""2001:db8::2""#),
        (#"[{"exists":true}]"#, "null", "{}"),
        (#"[{"exists":false}]"#, "{}", "0"),
        (#"["x",{"prefix":"y"}]"#, #""yes""#, #""no""#),
    ])
    func aFieldMatchesByItsOperator(alternatives: String, matching: String, other: String) throws {
        let pattern = #"{"k":\#(alternatives)}"#
        #expect(try matches(pattern, #"{"a":1,"k":\#(matching)}"#))
        #expect(try !matches(pattern, #"{"a":1,"k":\#(other)}"#))
    }

    @Test(arguments: ["1", "1.0", "1e0", "10e-1", "1.00", "0.1E+1"])
    func numbersAreEqualByValue(number: String) throws {
        #expect(try matches(#"{"n":[1]}"#, #"{"n":\#(number)}"#))
        #expect(try matches(#"{"n":[\#(number)]}"#, #"{"n":1}"#))
        #expect(try !matches(#"{"n":[\#(number)]}"#, #"{"n":"\#(number)"}"#))
    }

    @Test func aNumberOutsideTheComparableRangeIsEqualByItsDigits() throws {
        #expect(try matches(#"{"n":[123456789012]}"#, #"{"n":123456789012}"#))
        #expect(try !matches(#"{"n":[123456789012]}"#, #"{"n":123456789012.0}"#))
    }

    @Test func aValueInAnArrayMatchesWhenOneElementDoes() throws {
        #expect(try matches(#"{"r":["b","z"]}"#, #"{"r":["a","b"]}"#))
        #expect(try !matches(#"{"r":["c"]}"#, #"{"r":["a","b"]}"#))
        #expect(try !matches(#"{"r":[{"exists":true}]}"#, #"{"r":[]}"#))
    }

    @Test func fieldsMustComeFromTheSameElement() throws {
        let pattern = #"{"list":{"a":[1],"b":[2]}}"#
        #expect(try matches(pattern, #"{"list":[{"a":1,"b":2},{"a":3}]}"#))
        #expect(try !matches(pattern, #"{"list":[{"a":1,"b":3},{"a":3,"b":2}]}"#))
        #expect(try matches(pattern, #"{"list":[[{"a":1}],[{"b":9},{"a":1,"b":2}]]}"#))
        #expect(try !matches(pattern, #"{"list":[[{"a":1}],[{"b":2}]]}"#))
    }

    @Test func elementsOfDifferentArraysCombine() throws {
        let pattern = #"{"o":{"p":{"x":[1]},"q":{"y":[2]}}}"#
        #expect(try matches(pattern, #"{"o":[{"p":[{"x":0},{"x":1}],"q":[{"y":2},{"y":0}]}]}"#))
        #expect(try !matches(pattern, #"{"o":[{"p":[{"x":1}]},{"q":[{"y":2}]}]}"#))
    }

    @Test func aMissingFieldIsMissedInTheElementOfTheFieldsBeforeIt() throws {
        let pattern = #"{"list":{"a":[1],"b":[{"exists":false}]}}"#
        #expect(try matches(pattern, #"{"list":[{"a":1},{"a":2,"b":2}]}"#))
        #expect(try !matches(pattern, #"{"list":[{"a":1,"b":2},{"a":2}]}"#))
    }

    @Test func alternativesOfFieldsNest() throws {
        let pattern = #"""
            {"s":["a"],"$or":[{"m":["x"]},{"t":["y"],"$or":[{"u":[1]},{"v":[2]}]}]}
            """#
        #expect(try matches(pattern, #"{"s":"a","m":"x"}"#))
        #expect(try matches(pattern, #"{"s":"a","t":"y","v":2}"#))
        #expect(try !matches(pattern, #"{"s":"a","t":"y"}"#))
        #expect(try !matches(pattern, #"{"s":"b","m":"x"}"#))
    }

    @Test func stepsAreJoinedByDots() throws {
        #expect(try matches(#"{"detail":{"a.b":["x"]}}"#, #"{"detail":{"a":{"b":"x"}}}"#))
        #expect(try matches(#"{"detail":{"a":{"b":["x"]}}}"#, #"{"detail.a.b":"x"}"#))
        #expect(try !matches(#"{"a.":["x"]}"#, #"{"a":"x"}"#))
    }

    @Test func escapesInNamesAndValuesAreDecoded() throws {
        #expect(try matches(#"{"k\u0065y":["a\n\"b\\é"]}"#, #"{"\u006bey":"a\u000a\"b\\\u00e9"}"#))
        #expect(try matches(#"{"k":["🚀"]}"#, #"{"k":"\ud83d\ude80"}"#))
        #expect(try matches(#"{"k":[{"suffix":"/"}]}"#, #"{"k":"a\/"}"#))
    }

    @Test func eachValueOfARepeatedNameIsSeen() throws {
        #expect(try matches(#"{"k":[1]}"#, #"{"k":1,"k":2}"#))
        #expect(try matches(#"{"k":[2]}"#, #"{"k":1,"k":2}"#))
    }

    @Test func theLastOfARepeatedFieldOfAPatternCounts() throws {
        #expect(try matches(#"{"k":[1],"k":[2]}"#, #"{"k":2}"#))
        #expect(try !matches(#"{"k":[1],"k":[2]}"#, #"{"k":1}"#))
    }
}
