import EventPattern
import Testing

@Suite struct FilterPolicyTests {
    private func accepts(_ policy: String, _ attributes: [MessageAttribute]) throws -> Bool {
        try FilterPolicy(parsing: policy, scope: .messageAttributes).matches(attributes)
    }

    @Test func attributesAreComparedByTheirType() throws {
        let attributes = [
            MessageAttribute(name: "store", dataType: "String", value: "example_corp"),
            MessageAttribute(name: "price", dataType: "Number", value: "3.015e2"),
            MessageAttribute(name: "interests", dataType: "String.Array", value: #"["soccer",true,null,7]"#),
            MessageAttribute(name: "blob", dataType: "Binary", value: "AAAA"),
        ]
        #expect(try accepts(#"{"store":["example_corp"]}"#, attributes))
        #expect(try accepts(#"{"price":[{"numeric":["=",301.5]}]}"#, attributes))
        #expect(try accepts(#"{"price":[{"anything-but":300}]}"#, attributes))
        #expect(try accepts(#"{"interests":["soccer"]}"#, attributes))
        #expect(try accepts(#"{"interests":[null]}"#, attributes))
        #expect(try !accepts(#"{"price":["301.5"]}"#, attributes))
        #expect(try !accepts(#"{"blob":[{"exists":true}]}"#, attributes))
        #expect(try !accepts(#"{"store":["example_corp"],"color":["red"]}"#, attributes))
    }

    @Test(arguments: [("100", true), ("[100, 7]", true), ("one hundred", false), ("\"100\"", false)])
    func aScalarCountsAsAnArrayOfItself(value: String, passes: Bool) throws {
        let attribute = MessageAttribute(name: "price", dataType: "String.Array", value: value)
        #expect(try accepts(#"{"price":[100,500]}"#, [attribute]) == passes)
    }

    @Test func aMessageWithoutAttributesPassesNoPolicy() throws {
        #expect(try !accepts(#"{"store":[{"exists":false}]}"#, []))
        #expect(
            try accepts(
                #"{"store":[{"exists":false}]}"#,
                [MessageAttribute(name: "x", dataType: "String", value: "y")]))
    }

    @Test func bodiesAreComparedAsJSON() throws {
        let policy = try FilterPolicy(
            parsing: #"{"a":{"b":["x"]},"$or":[{"c":[1]},{"d":[2]}]}"#, scope: .messageBody)
        #expect(policy.matches(body: Array(#"{"a":{"b":"x"},"d":2}"#.utf8)))
        #expect(!policy.matches(body: Array(#"{"a":{"b":"x"},"d":3}"#.utf8)))
        #expect(!policy.matches(body: Array("not JSON".utf8)))
        #expect(!policy.matches(body: Array(#"{"a":{"b":"x"},"d":2,"e":nonsense}"#.utf8)))
    }

    @Test(arguments: [
        (
            #"{"key":[["value"]]}"#,
            "FilterPolicy: Match value must be String, number, true, false, or null\n"
                + " at [Source: (String)\"{\"key\":"
                + "[[\"value\"]]}\"; line: 1, column: 10]"
        ),
        (
            #"{"key":[{"wrong-operator":true}]}"#,
            "FilterPolicy: Unrecognized match type wrong-operator\n"
                + " at [Source: (String)\"{\"key\":[{\"wrong-operator\""
                + ":true}]}\"; line: 1, column: 31]"
        ),
        (
            #"{"key_a":"value_one"}"#,
            "FilterPolicy: \"key_a\" must be an object or an array\n"
                + " at [Source: (String)\"{\"key_a\":\"value_one\"}\";"
                + " line: 1, column: 11]"
        ),
        (
            #"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}"#,
            "FilterPolicy: Filter policy can not have more than 5 keys"
        ),
        (
            #"{"a":{"b":["x"]}}"#,
            "Filter policy scope MessageAttributes does not support nested filter policy"
        ),
        (
            #"{"a":[{"numeric":["<",2000000000]}]}"#,
            "FilterPolicy: Value must be between -1.0E9 and 1.0E9, inclusive\n"
                + " at [Source: (String)\"{\"a\":[{\"numeric"
                + "\":[\"<\",2000000000]}]}\"; line: 1, column: 33]"
        ),
    ])
    func refusedPoliciesAreAnsweredInTheWordsOfSNS(policy: String, reason: String) {
        let error = FilterPolicyError(reason: reason)
        #expect(throws: error) { try FilterPolicy(parsing: policy, scope: .messageAttributes) }
        #expect(error.subscribeMessage == "Invalid parameter: Attributes Reason: \(reason)")
        #expect(error.setAttributesMessage == "Invalid parameter: \(reason)")
    }

    @Test func combinationsOfValuesAreLimited() throws {
        let values = { (count: Int) in "[" + (0..<count).map(String.init).joined(separator: ",") + "]" }
        _ = try FilterPolicy(parsing: #"{"a":\#(values(150))}"#, scope: .messageAttributes)
        let tooComplex = FilterPolicyError(reason: "FilterPolicy: Filter policy is too complex")
        #expect(throws: tooComplex) {
            try FilterPolicy(parsing: #"{"a":\#(values(151))}"#, scope: .messageAttributes)
        }
        #expect(throws: tooComplex) {
            try FilterPolicy(parsing: #"{"a":\#(values(13)),"b":\#(values(12))}"#, scope: .messageAttributes)
        }
        // Four values three deep, three two deep, three at the top: 4·3 × 3·2 × 3 = 216.
        #expect(throws: tooComplex) {
            try FilterPolicy(
                parsing: #"{"a":{"b":{"c":\#(values(4))}},"d":{"e":\#(values(3))},"f":\#(values(3))}"#,
                scope: .messageBody)
        }
    }

    @Test func bodiesMayNestFiveDeep() throws {
        _ = try FilterPolicy(parsing: #"{"a":{"b":{"c":{"d":{"e":[1]}}}}}"#, scope: .messageBody)
        #expect(throws: FilterPolicyError.self) {
            try FilterPolicy(parsing: #"{"a":{"b":{"c":{"d":{"e":{"f":[1]}}}}}}"#, scope: .messageBody)
        }
    }
}
