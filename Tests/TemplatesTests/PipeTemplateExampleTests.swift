import Templates
import Testing
import Wire

/// What the user guide says of the templates of pipes, one fact after the other.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
@Suite struct PipeTemplateExampleTests {
    private static let body: JSON = [
        "key": "v", "n": 7, "Records": [0, 1, 2, ["id": "r3"]], "flag": true, "nothing": nil,
    ]
    private static let event: JSON = [
        "messageId": "m1", "body": .string(body.text), "attributes": ["SenderId": "AIDA"],
        "said": "a \"b\"", "lines": "1\n2",
    ]
    private static let parsed: JSON = [
        "messageId": "m1", "body": body, "attributes": ["SenderId": "AIDA"], "said": "a \"b\"",
        "lines": "1\n2",
    ]
    private static let variables: [PipeVariable: String] = [
        .pipeARN: "arn:pipe", .pipeName: "p", .sourceARN: "arn:source", .enrichmentARN: "arn:enrichment",
        .targetARN: "arn:target", .ingestionTime: "2024-05-01T12:00:00.000Z",
    ]

    private func render(_ template: String) throws -> String {
        try PipeTemplate(parsing: template).render(
            event: Self.event, parsed: Self.parsed, variables: Self.variables)
    }

    @Test(arguments: [
        // Text and a path may stand alone, with quotation marks or without.
        (#""Hello, sender""#, #""Hello, sender""#), ("Hello, sender", "Hello, sender"),
        ("<$.attributes.SenderId>", "AIDA"), (#""Hello, <$.attributes.SenderId>""#, #""Hello, AIDA""#),
        ("Hello, <$.attributes.SenderId>", "Hello, AIDA"),
        (#"{"key1": "value1", "key2": 2}"#, #"{"key1": "value1", "key2": 2}"#),
        // A body of JSON is taken apart, so that paths lead into it.
        (
            #"{"k": <$.body.key>, "d": <aws.pipes.event.ingestion-time>}"#,
            #"{"k": "v", "d": "2024-05-01T12:00:00.000Z"}"#
        ),
        (#"{"r": <$.body.Records[3]>}"#, #"{"r": {"id":"r3"}}"#),
        (#"{"r": <$.body.Records[3].id>, "n": <$.body.n>}"#, #"{"r": "r3", "n": 7}"#),
        (#"{"f": <$.body.flag>, "x": <$.body.nothing>}"#, #"{"f": true, "x": null}"#),
        (#"{"body": <$.body>}"#, #"{"body": \#(PipeTemplateExampleTests.body.text)}"#),
        ("<$.body>", PipeTemplateExampleTests.body.text),
        // An object or array inside of quotes loses its own.
        (#""Body is <$.body.Records>""#, #""Body is [0,1,2,{id:r3}]""#),
        (#"{"b": "<$.body.Records>"}"#, #"{"b": "[0,1,2,{id:r3}]"}"#),
        // A path that leads nowhere leaves nothing.
        (#"{"a": <$.body.gone>, "b": "x<$.gone>"}"#, #"{"a": "", "b": "x"}"#), ("<$.gone>", ""),
        // Values are escaped outside of quotes.
        (#"{"a": <$.said>, "b": <$.lines>}"#, #"{"a": "a \"b\"", "b": "1\n2"}"#),
        (
            #"{"p": <aws.pipes.pipe-arn>, "n": "<aws.pipes.pipe-name>", "s": <aws.pipes.source-arn>, "#
                + #""e": <aws.pipes.enrichment-arn>, "t": <aws.pipes.target-arn>}"#,
            #"{"p": "arn:pipe", "n": "p", "s": "arn:source", "#
                + #""e": "arn:enrichment", "t": "arn:target"}"#
        ),
    ])
    func aTemplateIsFilledIn(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test func theEventIsWholeAsItCameOrTakenApart() throws {
        #expect(try render(#"{"e": <aws.pipes.event>}"#) == #"{"e": \#(Self.event.text)}"#)
        #expect(try render(#"{"e": <aws.pipes.event.json>}"#) == #"{"e": \#(Self.parsed.text)}"#)
    }

    @Test(arguments: [#"{"a": "<$.said>"}"#, #""<$.lines>""#])
    func aValueThatBreaksItsQuotesIsNotDelivered(template: String) {
        #expect(throws: TemplateError.invalidOutput) { try render(template) }
    }
}
