import Templates
import Testing
import Wire

@Suite struct InputPathTests {
    private let event: JSON = [
        "detail-type": "t",
        "detail": ["a": ["b": 1], "list": [["x": 1], ["x": 2]], "aws:name": true, "n": nil],
    ]

    @Test(arguments: [
        ("$.detail.a.b", "1"), ("$.detail-type", #""t""#), ("$.detail.list[1].x", "2"),
        ("$.detail.list[*].x", "[1,2]"),
        ("$.detail.a.*", "[1]"), ("$.detail.aws:name", "true"), ("$.detail.n", "null"),
        ("$.detail.a", #"{"b":1}"#),
    ])
    func aPathYieldsTheValueItLeadsTo(path: String, value: String) throws {
        #expect(try InputPath(parsing: path).value(in: event)?.text == value)
    }

    @Test func theRootYieldsTheEvent() throws {
        #expect(try InputPath(parsing: "$").value(in: event) == event)
    }

    @Test(arguments: [
        "$.none", "$.detail.list[2]", "$.detail.a[0]", "$.detail-type.x", "$.detail.n.x", "$.detail.a.b.*",
    ])
    func aPathThatLeadsNowhereYieldsNothing(path: String) throws {
        #expect(try InputPath(parsing: path).value(in: event) == nil)
    }

    @Test(arguments: [
        "", "detail", ".detail", "$detail", "$.", "$..a", "$.a[", "$.a[]", "$.a[x]", "$.a[-1]", "$['a']",
        #"$.a["b"]"#,
        "$.a[?(@.x)]", "$.a[99999999999999999999]", "$." + String(repeating: "a", count: 255),
    ])
    func anInvalidPathIsAnsweredInTheWordsOfEventBridge(path: String) {
        #expect(throws: TemplateError.invalidPath(path)) { try InputPath(parsing: path) }
        #expect(TemplateError.invalidPath(path).message(target: "T") == "InputPath for target T is invalid.")
    }
}
