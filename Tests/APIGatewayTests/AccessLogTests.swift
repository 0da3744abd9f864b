import Testing
import Wire

@testable import APIGateway

@Suite struct AccessLogTests {
    @Test(arguments: [
        ("$context.a", "1"), ("x $context.b.c. y", "x deep. y"), ("$context.none", "-"), ("$context.", "-"),
        ("$contexts $other $", "$contexts $other $"), (#""$context.q""#, #""\"\n""#),
        ("$context.error.messageString", #""m""#),
        ("$context.a$context.a", "11"), ("$context.b", "-"),
    ])
    func aLineIsFilledIn(_ format: String, _ expected: String) {
        let context: JSON = ["a": 1, "b": ["c": "deep"], "q": "\"\n", "error": ["messageString": "\"m\""]]
        #expect(AccessLogFormat(format).line(context) == expected)
    }

    @Test(arguments: [
        ("arn:aws:logs:eu-central-1:000000000000:log-group:a/b", "a/b"),
        ("arn:aws:logs:eu-central-1:000000000000:log-group:a:*", "a"), ("arn:aws:s3:::a", nil), ("a", nil),
        ("arn:aws:logs:eu-central-1:000000000000:log-group:", nil),
    ])
    func aDestinationNamesAGroup(_ destination: String, _ group: String?) {
        #expect(StageSettings.group(destination) == group)
    }
}
