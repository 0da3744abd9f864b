import Testing
import Velocity
import Wire

@testable import APIGateway

@Suite struct MappingTests {
    private let body: JSON = ["a": ["b": [1, ["c": "x"]]], "d.e": 2]

    @Test(arguments: [
        ("$.a.b[0]", "1"), ("$.a.b[1].c", #""x""#), ("$['d.e']", "2"), (#"$["a"].b[-1].c"#, #""x""#),
        ("$.a.b[*]", #"[1,{"c":"x"}]"#), ("$.none[*]", "[]"), ("$", #"{"a":{"b":[1,{"c":"x"}]},"d.e":2}"#),
    ])
    func aQueryFindsItsValue(_ text: String, _ expected: String) throws {
        #expect(try #require(JSONQuery(text)).value(in: body)?.text == expected)
    }

    @Test(arguments: ["", "a", "$a", "$.", "$..a", "$[", "$['a'", "$[?(@.a)]", "$[1:2]"])
    func aQueryOfAnotherFormIsNone(_ text: String) {
        #expect(JSONQuery(text) == nil)
    }

    @Test(arguments: [
        "", "'", "method.request.header.", "method.request.cookie.x", "integration.response.x", "x",
    ])
    func anExpressionOfAnotherFormIsNone(_ text: String) {
        #expect(MappingExpression(text) == nil)
    }

    private func render(_ template: String, _ body: String) throws -> String {
        let input = MappingInput(
            body: body,
            parameters: [
                ("path", [("id", "p")]), ("querystring", [("id", "q"), ("only", "o")]),
                ("header", [("X-H", "h")]),
            ])
        return try VelocityTemplate(parsing: template).render([
            "input": .object(input), "util": .object(MappingUtil()),
        ])
    }

    @Test(arguments: [
        ("$input.body", #"{"n":1}"#), ("$input.json('$.n')", "1"), ("$input.json('$.none')", "\"\""),
        ("$input.path('$.none')", ""),
        ("$input.params('id')$input.params('only')$input.params('x-h')", "poh"),
        ("$input.params().header.get('X-H')", "h"), ("$input.params().path.id", "p"),
        ("$util.urlEncode('a b&c')", "a+b%26c"), ("$util.urlDecode('a+b%26c')", "a b&c"),
        ("$util.base64Encode('hi')$util.base64Decode('aGk=')", "aGk=hi"),
        (#"$util.escapeJavaScript("a'b/é")"#, #"a\'b\/\u00E9"#), ("$util.parseJson('[1,2]')[1]", "2"),
    ])
    func templatesReadTheRequest(_ template: String, _ expected: String) throws {
        #expect(try render(template, #"{"n":1}"#) == expected)
    }

    @Test(arguments: [
        "$util.parseJson('{')", "$util.base64Decode('?')", "$input.json('$..x')", "$input.none()",
    ])
    func templatesThatMakeNoSenseFail(_ template: String) {
        #expect(throws: VelocityError.self) { try render(template, "{}") }
    }

    @Test(arguments: [
        (#"{"type":"integer"}"#, "1.0", true), (#"{"type":["null","string"]}"#, "null", true),
        (#"{"enum":[1,"a"]}"#, "\"a\"", true), (#"{"enum":[1,"a"]}"#, "2", false),
        (#"{"maximum":5,"exclusiveMaximum":true}"#, "5", false), (#"{"multipleOf":0.1}"#, "0.3", true),
        (#"{"pattern":"b"}"#, "\"abc\"", true), (#"{"pattern":"^b"}"#, "\"abc\"", false),
        (#"{"uniqueItems":true}"#, "[1,1]", false), (#"{"items":[{"type":"string"}]}"#, "[1]", false),
        (#"{"oneOf":[{"minimum":1},{"maximum":5}]}"#, "3", false),
        (#"{"oneOf":[{"minimum":4},{"maximum":3}]}"#, "3", true),
        (#"{"anyOf":[{"type":"string"}]}"#, "1", false), (#"{"not":{"type":"string"}}"#, "\"a\"", false),
        (#"{"additionalProperties":{"type":"string"}}"#, #"{"a":1}"#, false),
        (
            #"{"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false}"#, #"{"xa":"b"}"#,
            true
        ),
        (##"{"$ref":"#/definitions/a","definitions":{"a":{"type":"string"}}}"##, "1", false),
        (##"{"$ref":"#"}"##, "1", false), (#"{"$ref":"https://x/models/Other"}"#, "1", false),
        (#"{"$ref":"https://x/models/Other"}"#, "\"a\"", true), (#"{"minLength":2}"#, "\"a\"", false),
    ])
    func aSchemaDecides(_ schema: String, _ value: String, _ fits: Bool) throws {
        let root = try JSON(parsing: schema)
        var validation = SchemaValidation(root: root) { $0 == "Other" ? ["type": "string"] : nil }
        validation.check(try JSON(parsing: value), against: root, at: "#")
        #expect(validation.errors.isEmpty == fits)
    }
}
