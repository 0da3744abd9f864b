import Templates
import Testing
import Wire

/// What the user guide says of templates, one fact after the other.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
@Suite struct InputTransformerExampleTests {
    private static let event: JSON = [
        "version": "0", "id": "9d2c", "detail-type": "Door Moved", "source": "hall.doors",
        "account": "111111111111", "time": "2024-05-01T12:00:00Z", "region": "eu-west-1",
        "resources": ["arn:one", "arn:two"],
        "detail": [
            "door-id": "d-17", "state": "OPEN", "angle": .number("90.5"), "count": 3, "locked": false,
            "owner": nil,
            "by": ["name": "Ada", "badges": [1, 2]], "moves": [["to": "a"], ["to": "b"]], "none": [],
            "a/b": "slash", "under_score": "u", "quoted": "say \"hi\"", "lines": "one\ntwo",
            "path": "C:\\new", "markup": "<b>", "accents": "Zoë",
        ],
    ]
    private static let paths = [
        "door": "$.detail.door-id", "state": "$.detail.state", "angle": "$.detail.angle",
        "count": "$.detail.count", "locked": "$.detail.locked", "owner": "$.detail.owner",
        "by": "$.detail.by", "badges": "$.detail.by.badges", "second": "$.resources[1]",
        "moves": "$.detail.moves[*].to", "slash": "$.detail.a/b", "under": "$.detail.under_score",
        "empty": "$.detail.none", "gone": "$.detail.gone", "deep": "$.detail.gone.deeper[3]",
        "quoted": "$.detail.quoted", "lines": "$.detail.lines", "path": "$.detail.path",
        "markup": "$.detail.markup", "accents": "$.detail.accents", "detail": "$.detail.by", "whole": "$",
    ]
    private static let rule = "arn:aws:events:eu-west-1:111111111111:rule/doors"

    private func render(_ template: String) throws -> String {
        let transformer = try InputTransformer(paths: Self.paths, template: template)
        let variables = TemplateVariables(
            ruleARN: Self.rule, ruleName: "doors", ingestionTime: "2024-05-01T12:00:01Z")
        return String(
            decoding: try transformer.render(event: Self.event, variables: variables), as: UTF8.self)
    }

    @Test(arguments: [
        // Text is a JSON string, and stays one: its quotation marks are delivered.
        (#""door <door> is <state>""#, #""door d-17 is OPEN""#),
        (#""door \"<door>\" is <state>""#, #""door \"d-17\" is OPEN""#),
        (#""nothing to fill in""#, #""nothing to fill in""#),
        (#""<angle> <count> <locked> <owner>""#, #""90.5 3 false null""#),
        ("\"first <door>\"\n\"second <state>\"", "\"first d-17\"\n\"second OPEN\""),
        ("  \"<door>\"  \n", "  \"d-17\"  \n"),
        // In text objects and arrays lose the quotation marks inside them.
        (#""by <by>""#, #""by {name:Ada,badges:[1,2]}""#), (#""to <moves>""#, #""to [a,b]""#),
        (#""<door><state>""#, #""d-17OPEN""#),
    ])
    func textIsFilledIn(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test(arguments: [
        // Strings get quotation marks where the template has none.
        (#"{"door": <door>, "state": <state>}"#, #"{"door": "d-17", "state": "OPEN"}"#),
        (#"{"door": <door>, "state": "<state>"}"#, #"{"door": "d-17", "state": "OPEN"}"#),
        (#"{"said": "door \"<door>\" is <state>"}"#, #"{"said": "door \"d-17\" is OPEN"}"#),
        (#"{"s": [9, <state>, true], "t": "Yes"}"#, #"{"s": [9, "OPEN", true], "t": "Yes"}"#),
        // Other values keep their types outside of quotes and become text inside.
        (
            #"{"a": <angle>, "c": <count>, "l": <locked>, "o": <owner>}"#,
            #"{"a": 90.5, "c": 3, "l": false, "o": null}"#
        ),
        (#"{"a": "<angle>", "l": "<locked>"}"#, #"{"a": "90.5", "l": "false"}"#),
        (#"{"by": <by>, "b": <badges>}"#, #"{"by": {"name":"Ada","badges":[1,2]}, "b": [1,2]}"#),
        (#"{"s": <second>, "m": <moves>, "e": <empty>}"#, #"{"s": "arn:two", "m": ["a","b"], "e": []}"#),
        (#"{"x": <slash>, "u": <under>}"#, #"{"x": "slash", "u": "u"}"#),
        ("{\n  \"door\" : <door>,\n  \"n\" : 1\n}", "{\n  \"door\" : \"d-17\",\n  \"n\" : 1\n}"),
        ("[<door>, [<count>]]", #"["d-17", [3]]"#),
        // A variable may be the whole template.
        ("<door>", #""d-17""#), ("<count>", "3"), ("<detail>", #"{"name":"Ada","badges":[1,2]}"#),
    ])
    func jsonIsFilledIn(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test(arguments: [
        (#"{"g": <gone>, "d": <deep>}"#, #"{"g": "", "d": ""}"#),
        (#"{"g": "<gone>", "d": "x<deep>y"}"#, #"{"g": "", "d": "xy"}"#), (#""<gone>!""#, #""!""#),
    ])
    func aPathThatLeadsNowhereLeavesNothing(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test(arguments: [
        (#"{"q": <quoted>}"#, #"{"q": "say \"hi\""}"#), (#"{"l": <lines>}"#, #"{"l": "one\ntwo"}"#),
        (#"{"p": <path>}"#, #"{"p": "C:\\new"}"#), (#"{"m": "<markup>"}"#, #"{"m": "<b>"}"#),
        (#"{"a": <accents>, "b": "<accents>"}"#, #"{"a": "Zoë", "b": "Zoë"}"#),
        // Inside of quotes values are not escaped: what they hold is read as part of the template.
        (#"{"p": "<path>"}"#, #"{"p": "C:\new"}"#),
    ])
    func valuesAreEscapedOutsideOfQuotesAlone(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test(arguments: [
        #"{"q": "<quoted>"}"#, #""<quoted>""#, #"{"l": "<lines>"}"#, #""<lines>""#, #"{"b": "<by>"}"#,
        #"{"b": "<badges>"}"#, #"{"e": "<aws.events.event.json>"}"#,
    ])
    func aValueThatBreaksItsQuotesIsNotDelivered(template: String) {
        #expect(throws: TemplateError.invalidOutput) { try render(template) }
    }

    @Test func reservedVariablesAreFilledInEverywhere() throws {
        #expect(
            try render(
                #"{"arn": <aws.events.rule-arn>, "name": <aws.events.rule-name>, "#
                    + #""at": <aws.events.event.ingestion-time>}"#)
                == #"{"arn": "\#(Self.rule)", "name": "doors", "at": "2024-05-01T12:00:01Z"}"#)
        #expect(try render(#""<aws.events.rule-name> was met""#) == #""doors was met""#)
        #expect(try render("<aws.events.event.json>") == Self.event.text)
        #expect(try render("<whole>") == Self.event.text)
        let without = try JSON(parsing: try render(#"{"e": <aws.events.event>}"#))["e"]
        #expect(without?["detail"] == nil)
        #expect(without?["resources"] == ["arn:one", "arn:two"])
    }

    @Test(arguments: ["aws.events.rule-arn", "aws.events.event.json", "AWS.x"])
    func reservedNamesAreNotForPaths(name: String) {
        #expect(throws: TemplateError.invalidName(name)) {
            try InputTransformer(paths: [name: "$.detail"], template: "{}")
        }
    }

    @Test func aVariableIsNoKeyOfAnObjectUnlessItIsQuoted() throws {
        #expect(throws: TemplateError.self) { try render("{<door>: 1}") }
    }

    @Test(arguments: ["<door> is <state>", "door <door>", #"{"a": <door> x}"#, #"{"a": "<door>}"#])
    func textWithoutQuotesIsNoTemplate(template: String) {
        #expect(throws: TemplateError.self) { try InputTransformer(paths: Self.paths, template: template) }
    }
}
