import APIGatewayInterface
import Kernel
import Testing
import Wire

@testable import APIGateway

@Suite struct ServingTests {
    @Test(arguments: [
        #"[]"#, #""text""#, #"{}"#, #"{"statusCode":"x"}"#, #"{"statusCode":99}"#,
        #"{"statusCode":200,"own":1}"#,
        #"{"statusCode":200,"body":{}}"#, #"{"statusCode":200,"body":"?","isBase64Encoded":true}"#,
        #"{"statusCode":200,"headers":{"a":"b\r\nc: d"}}"#,
        #"{"statusCode":200,"multiValueHeaders":{"a":"b"}}"#,
    ])
    func anAnswerOfAnotherFormIsRefused(_ text: String) {
        #expect(throws: Refusal.self) { try ProxyAnswer.parts(Array(text.utf8), requestID: "r", "t") }
    }

    @Test func aStatusMayBeText() throws {
        let parts = try ProxyAnswer.parts(
            Array(#"{"statusCode":"204","body":null}"#.utf8), requestID: "r", "t")
        #expect(parts.status == 204)
        #expect(parts.body.isEmpty)
    }

    @Test func aBucketFillsWithTime() {
        let throttle = Throttle()
        let settings = ThrottleSettings(burstLimit: 2, rateLimit: 10)
        let start = Instant(milliseconds: 0)
        #expect((0..<4).map { _ in throttle.take("k", settings, at: start) } == [true, true, false, false])
        #expect(throttle.take("k", settings, at: start + .milliseconds(100)))
        #expect(!throttle.take("k", settings, at: start + .milliseconds(100)))
        #expect(throttle.take("other", settings, at: start))
    }

    @Test(arguments: [
        ("a", true), ("{a}", true), ("{a+}", true), ("a.b_c-d:e", true), ("", false), ("{}", false),
        ("{a", false),
        ("a}b", false), ("a/b", false), ("é", false), ("{+}", false),
    ])
    func aPathPartIsTextOrAVariable(_ text: String, _ isValid: Bool) {
        #expect(PathPart.isValid(text) == isValid)
    }

    @Test func aTimeIsSpelledAsInAccessLogs() {
        #expect(RequestTime.text(Instant(milliseconds: 1_428_582_896_000)) == "09/Apr/2015:12:34:56 +0000")
    }
}
