import Templates
import Testing
import Wire

@Suite struct InputTransformerTests {
    private static let event: JSON = [
        "version": "0", "id": "e1", "detail-type": "order", "source": "shop", "account": "111111111111",
        "time": "2024-05-01T12:00:00Z", "region": "eu-west-1", "resources": [],
        "detail": [
            "command": "update", "payload": ["acc_id": "0a787ecb-4015", "sf_id": "baz"], "single": ["HIGH"],
            "multi": ["ACTIVE", "INACTIVE"], "valid": true, "odd": "a\"b\\\n",
        ],
    ]
    private static let variables = TemplateVariables(
        ruleARN: "arn:aws:events:eu-west-1:111111111111:rule/bus/r", ruleName: "r",
        ingestionTime: "2024-05-01T12:00:01Z")
    private static let paths = [
        "userId": "$.detail.payload.acc_id", "payload": "$.detail.payload", "single": "$.detail.single",
        "multi": "$.detail.multi", "valid": "$.detail.valid", "none": "$.detail.none", "odd": "$.detail.odd",
    ]

    private func render(_ template: String) throws -> String {
        let transformer = try InputTransformer(paths: Self.paths, template: template)
        return String(
            decoding: try transformer.render(event: Self.event, variables: Self.variables), as: UTF8.self)
    }

    @Test(arguments: [
        (#""<multi> multiple list items""#, #""[ACTIVE,INACTIVE] multiple list items""#),
        (#""Command is <valid>!""#, #""Command is true!""#),
        (#""<payload> and <userId>""#, #""{acc_id:0a787ecb-4015,sf_id:baz} and 0a787ecb-4015""#),
        ("\"<single> a\"\n\"<none> b\"", "\"[HIGH] a\"\n\" b\""),
        (#"{"id" : "<userId>"}"#, #"{"id" : "0a787ecb-4015"}"#),
        (#"{"id" : <userId>}"#, #"{"id" : "0a787ecb-4015"}"#),
        (
            #"{"p": "u/<userId>/s/<userId>", "b": [<userId>, "x"]}"#,
            #"{"p": "u/0a787ecb-4015/s/0a787ecb-4015", "b": ["0a787ecb-4015", "x"]}"#
        ),
        (#"{"b": <payload>}"#, #"{"b": {"acc_id":"0a787ecb-4015","sf_id":"baz"}}"#),
        (#"{"l": <single>, "n": <none>}"#, #"{"l": ["HIGH"], "n": ""}"#),
        (#"{"o": <odd>}"#, #"{"o": "a\"b\\\n"}"#),
        ("<valid>", "true"),
        (#""1 < 2""#, #""1 < 2""#),
        (#"{"m": "he said \"<userId>\""}"#, #"{"m": "he said \"0a787ecb-4015\""}"#),
    ])
    func variablesArePutIntoTheTemplate(template: String, output: String) throws {
        #expect(try render(template) == output)
    }

    @Test func reservedVariablesStandForRuleAndEvent() throws {
        #expect(
            try render(#""<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>""#)
                == #""\#(Self.variables.ruleARN) r 2024-05-01T12:00:01Z""#)
        #expect(try render(#"{"e": <aws.events.event.json>}"#) == #"{"e": \#(Self.event.text)}"#)
        #expect(
            try render(#"{"e": <aws.events.event>}"#)
                == #"{"e": {"id":"e1","account":"111111111111","detailType":"order","#
                + #""time":"2024-05-01T12:00:00Z","#
                + #""source":"shop","region":"eu-west-1","resources":[],"version":"0"}}"#)
    }

    @Test(arguments: [#"{"l": "<single>"}"#, #"{"l": "<payload>"}"#, #"{"e": "<aws.events.event>"}"#])
    func anObjectOrListInsideQuotesOfAnObjectIsNotDelivered(template: String) {
        #expect(throws: TemplateError.invalidOutput) { try render(template) }
    }

    @Test func anUndefinedVariableIsAnsweredInTheWordsOfEventBridge() {
        let error = TemplateError.invalidPlaceholder("notdefinedkey")
        #expect(throws: error) { try render(#""<notdefinedkey>""#) }
        #expect(
            error.message(target: "T")
                == "InputTemplate for target T contains invalid placeholder notdefinedkey.")
    }

    @Test(arguments: [
        ("<multi> multiple list items", "null multiple list items", 6),
        (#"{"a": <valid>"#, #"{"a": null"#, 11),
        (#""open <valid>"#, #""open null"#, 11),
        ("{} {}", "{} {}", 4),
        ("plain", "plain", 1),
    ])
    func aTemplateThatIsNotJSONIsAnsweredWithItsPlace(template: String, source: String, column: Int) {
        #expect(throws: TemplateError.invalidTemplate(source: source, line: 1, column: column)) {
            try InputTransformer(paths: Self.paths, template: template)
        }
    }

    @Test func pathsAndTemplateAreLimited() throws {
        let paths = { (count: Int) in
            Dictionary(uniqueKeysWithValues: (0..<count).map { ("v\($0)", "$.detail") })
        }
        _ = try InputTransformer(paths: paths(100), template: "{}")
        #expect(throws: TemplateError.tooManyPaths(101)) {
            try InputTransformer(paths: paths(101), template: "{}")
        }
        let text = { (count: Int) in "\"" + String(repeating: "x", count: count - 2) + "\"" }
        _ = try InputTransformer(paths: [:], template: text(8192))
        #expect(throws: TemplateError.invalidLength(8193)) {
            try InputTransformer(paths: [:], template: text(8193))
        }
        #expect(throws: TemplateError.invalidLength(0)) { try InputTransformer(paths: [:], template: "") }
    }

    @Test(arguments: ["", "a b", "a.b", "aws-x", "AWSx", "ä"])
    func namesOfVariablesAreChecked(name: String) {
        #expect(throws: TemplateError.invalidName(name)) {
            try InputTransformer(paths: [name: "$"], template: "{}")
        }
    }

    @Test func mutatedTemplatesAreRenderedOrRefused() {
        var random = SeededRandom(seed: 9)
        let seeds = [
            #"{"id": <userId>, "p": "x <payload> y", "n": [<none>, <valid>]}"#, "\"<multi> a\"\n\"<odd> b\"",
            #"{"e": <aws.events.event.json>, "q": "\"<userId>\""}"#,
        ]
        var rendered = 0
        for _ in 0..<20_000 {
            var template = Array(random.pick(seeds).utf8)
            for _ in 0..<random.below(4) {
                let place = random.below(template.count)
                switch random.below(3) {
                case 0: template[place] = random.pick(Array("<>\"\\{}[],: an".utf8))
                case 1: template.remove(at: place)
                default: template.insert(random.pick(Array("<>\"\\{}[],: an".utf8)), at: place)
                }
            }
            do {
                let output = try render(String(decoding: template, as: UTF8.self))
                rendered += 1
                #expect(!output.isEmpty)
            } catch {
                #expect(error is TemplateError)
            }
        }
        #expect(rendered > 2000)
    }
}
