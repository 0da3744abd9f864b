import EventPattern
import Testing

/// The texts that EventBridge answers, with positions where it gives them.
@Suite struct ErrorTextTests {
    @Test(arguments: [
        (#"{"int": 42}"#, #""int" must be an object or an array"#, 11),
        (#"{"string": "my-value"}"#, #""string" must be an object or an array"#, 13),
        (#"{"resources": []}"#, "Empty arrays are not allowed", 17),
        (#"{"source": ["aws.health"], "detail": {}}"#, "Empty objects are not allowed", 40),
        (#"{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}"#, "Unrecognized match type NUMERIC", 36),
        (#"{"my_key": [{"EXISTS": true}]}"#, "Unrecognized match type EXISTS", 28),
        (#"{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}"#, "Bad numeric range operator: >", 49),
        (#"{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}"#, "Value of < must be numeric", 50),
        (#"{"EventBusArn": [{"wildcard": 123}]}"#, "wildcard match pattern must be a string", 34),
        (
            #"{"EventBusArn": [{"wildcard": "arn:aws:events:us-east-1:**:event-bus/*"}]}"#,
            "Consecutive wildcard characters at pos 26", 72
        ),
        (
            #"{"detail": {"state": [{"anything-but": {"equals-ignore-case": 123}}]}}"#,
            "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.", 66
        ),
        (
            #"{"detail-type": [{"equals-ignore-case": {"prefix": "ec2"}}]}"#,
            "equals-ignore-case match pattern must be a string", 42
        ),
        (#"{"time": [{"prefix": ["2022-07-13"]}]}"#, "prefix match pattern must be a string", 23),
        (#"{"FileName": [{"suffix": 123}]}"#, "suffix match pattern must be a string", 29),
        (
            #"{"detail": {"FileName": [{"anything-but": {"prefix": {"equals-ignore-case": "file"}}}]}}"#,
            "Value of anything-but must be an array or single string/number value.", 55
        ),
        (
            #"{"detail": {"state": [{"anything-but": {"prefix": 123}}]}}"#,
            "prefix/suffix match pattern must be a string", 54
        ),
        (#"{"key":[["value"]]}"#, "Match value must be String, number, true, false, or null", 10),
        (#"{"key":[{"suffix":"value","prefix":"value2"}]}"#, "Only one key allowed in match expression", 37),
        (#"["not", "a", "dict", "but valid json"]"#, "Filter is not an object", 2),
        (
            "{'bad': 'quotation'}",
            "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 2
        ),
        (
            "this is valid json but not a dict",
            "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null',"
                + " 'true' or"
                + " 'false')", 5
        ),
        (
            #"{"not": closed mark""#,
            "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token 'null',"
                + " 'true' or 'false')", 15
        ),
    ])
    func aRefusedPatternIsAnsweredWithReasonAndPlace(pattern: String, reason: String, column: Int) {
        #expect(
            throws: EventPatternError(
                reason: "\(reason)\n at [Source: (String)\"\(pattern)\"; line: 1, column: \(column)]")
        ) { try EventPattern(parsing: pattern) }
    }

    @Test(arguments: [
        ([123, "\".txt\""] as [any Sendable], 58)
    ])
    func aMistakeInAListOfExceptionsIsPlacedTwice(list: [any Sendable], column: Int) {
        let pattern = #"{"detail": {"FileName": [{"anything-but": {"suffix": [\#(list[0]), \#(list[1])]}}]}}"#
        let place = "\n at [Source: (String)\"\(pattern)\"; line: 1, column: \(column)]"
        #expect(
            throws: EventPatternError(reason: "prefix/suffix match pattern must be a string\(place)\(place)")
        ) {
            try EventPattern(parsing: pattern)
        }
    }

    @Test(arguments: [
        (#"{"a": [{"cidr": "bad-filter"}]}"#, "Malformed CIDR, one '/' required"),
        (#"{"a": [{"cidr": "xx.11.xx/8"}]}"#, "Nonstandard IP address: xx.11.xx"),
        (#"{"a": [{"cidr": "xxxx:db8:1234:1a00::/64"}]}"#, "Nonstandard IP address: xxxx:db8:1234:1a00::"),
        (#"{"a": [{"cidr": "10.0.0.0/xx"}]}"#, "Malformed CIDR, mask bits must be an integer"),
        (
            #"{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}"#,
            "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences"
                + " after a"
                + " wildcard character"
        ),
        (#"{"a": [{"anything-but": 5000000001}]}"#, "Value must be between -5.0E9 and 5.0E9, inclusive"),
    ])
    func someReasonsHaveNoPlace(pattern: String, reason: String) {
        #expect(throws: EventPatternError(reason: reason)) { try EventPattern(parsing: pattern) }
    }

    @Test func theMessageCarriesTheReason() {
        #expect(EventPatternError(reason: "R").message == "Event pattern is not valid. Reason: R")
    }

    @Test func thePlaceCountsLines() {
        #expect(
            throws: EventPatternError(
                reason:
                    "\"b\" must be an object or an array\n"
                        + " at [Source: (String)\"{\n  \"b\": 1\n}\"; line: 2, column: 9]"
            )
        ) { try EventPattern(parsing: "{\n  \"b\": 1\n}") }
    }

    @Test func wildcardsOfSeveralOperandsAreAcceptedUpToTheKnownBound() throws {
        let operands = { (names: [String]) in
            names.map { #"{"wildcard": "*:stack/\#($0)/*"}"# }.joined(separator: ",")
        }
        _ = try EventPattern(parsing: #"{"a":[\#(operands(["alpha", "beta", "gamma"]))]}"#)
        #expect(throws: EventPatternError.self) {
            try EventPattern(parsing: #"{"a":[\#(operands(["alpha", "beta", "gamma", "delta"]))]}"#)
        }
    }

    @Test func combinationsOfAlternativesAreLimited() throws {
        let pattern = { (counts: [Int]) in
            "{"
                + counts.enumerated().map { place, count in
                    #""p\#(place)":{"$or":["# + (0..<count).map { #"{"k\#($0)":[1]}"# }.joined(separator: ",")
                        + "]}"
                }.joined(separator: ",") + "}"
        }
        _ = try EventPattern(parsing: pattern([10, 10, 10]))
        #expect(throws: EventPatternError.self) { try EventPattern(parsing: pattern([10, 10, 11])) }
    }

    @Test func patternsNestedTooDeepAreRefused() throws {
        let pattern = { (depth: Int) in
            String(repeating: #"{"a":"#, count: depth) + "[1]" + String(repeating: "}", count: depth)
        }
        _ = try EventPattern(parsing: pattern(EventPattern.depthMax - 1))
        #expect(throws: EventPatternError.self) { try EventPattern(parsing: pattern(EventPattern.depthMax)) }
        #expect(throws: EventPatternError.self) { try EventPattern(parsing: pattern(20_000)) }
    }
}
