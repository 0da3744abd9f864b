import Templates
import Testing
import Wire

@Suite struct PipeTemplateTests {
    private static let event: JSON = [
        "body": #"{"n":1}"#, "id": "x\"y", "list": [1, "a"], "deep": ["er": true],
    ]
    private static let parsed: JSON = [
        "body": ["n": 1], "id": "x\"y", "list": [1, "a"], "deep": ["er": true],
    ]

    @Test(arguments: [
        ("Hello, <$.id>", "Hello, x\"y"), ("<$.id>", "x\"y"), ("<$.body>", #"{"n":1}"#),
        (#"{"a": <$.id>}"#, #"{"a": "x\"y"}"#),
        (#"{"a": <$.list>, "b": <$.deep.er>}"#, #"{"a": [1,"a"], "b": true}"#),
        (#"{"a": <$.none>, "b": "<$.none>"}"#, #"{"a": "", "b": ""}"#), ("a<$.none>b", "ab"),
        (#"{"a": <$.list[1]>}"#, #"{"a": "a"}"#), ("<b>1 < 2</b>", "<b>1 < 2</b>"),
        ("<aws.pipes.pipe-name> <aws.pipes.source-arn>", "p s"),
        (
            #"{"e": <aws.pipes.event.json>}"#,
            #"{"e": {"body":{"n":1},"id":"x\"y","list":[1,"a"],"deep":{"er":true}}}"#
        ),
        ("static", "static"), ("", ""),
    ])
    func aTemplateIsFilledIn(template: String, expected: String) throws {
        let made = try PipeTemplate(parsing: template)
        let variables: [PipeVariable: String] = [.pipeName: "p", .sourceARN: "s"]
        #expect(try made.render(event: Self.event, parsed: Self.parsed, variables: variables) == expected)
    }

    @Test(arguments: ["<aws.pipes.nothing>", "<$.a[>", "<$.a[x]>", "<$x>"])
    func aTemplateIsChecked(template: String) {
        #expect(throws: TemplateError.self) { try PipeTemplate(parsing: template) }
    }

    @Test func aTemplateHasALength() {
        #expect(throws: TemplateError.invalidLength(8193)) {
            try PipeTemplate(parsing: String(repeating: "x", count: 8193))
        }
    }
}
