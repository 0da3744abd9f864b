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
}
