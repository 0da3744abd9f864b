import SQSInterface
import Testing
import Wire

@Suite struct JSONReaderTests {
    func read(_ text: String) throws(WireError) -> SendMessageInput {
        try SendMessageInput(json: Array(text.utf8))
    }

    func reason(_ text: String) -> Malformation.Reason? {
        do throws(WireError) {
            _ = try read(text)
            return nil
        } catch {
            if case .malformed(let found) = error { return found.reason }
            return nil
        }
    }

    @Test func membersMayComeInAnyOrderAndTheLastOfARepeatedOneCounts() throws {
        let input = try read(#"{"MessageBody":"a","QueueUrl":"q","MessageBody":"b"}"#)
        #expect(input.messageBody == "b")
    }

    @Test func nullsAndUnknownMembersAreSkipped() throws {
        let input = try read(#" {"x":[{"y":"\"]}"}],"QueueUrl":"q","DelaySeconds":null,"MessageBody":"m"} "#)
        #expect(input.delaySeconds == nil)
    }

    @Test func escapesAreResolvedInNamesAndValues() throws {
        let input = try read(#"{"QueueU\u0072l":"\u00e9\ud83d\ude00\/\b\f","MessageBody":"\ud800x"}"#)
        #expect(input.queueUrl == "é😀/\u{8}\u{C}")
        #expect(input.messageBody == "\u{FFFD}x")
    }

    @Test(arguments: [
        (#"{"QueueUrl":"q","MessageBody":"m"}}"#, Malformation.Reason.trailingBytes),
        (#"{"QueueUrl":"q","MessageBody":"m""#, .unexpectedEnd),
        (#"{"QueueUrl":"q""MessageBody":"m"}"#, .unexpectedByte), (#"{"QueueUrl":"a\qb"}"#, .invalidEscape),
        ("{\"QueueUrl\":\"a\nb\"}", .unexpectedByte), (#"{"DelaySeconds":01}"#, .invalidNumber),
        (#"{"DelaySeconds":99999999999}"#, .numberOutOfRange(.integer)),
        (#"{"DelaySeconds":99999999999999999999}"#, .numberOutOfRange(.integer)),
        (#"{"DelaySeconds":1.5}"#, .numberOutOfRange(.integer)), (#"{"DelaySeconds":-}"#, .invalidNumber),
        (#"{"DelaySeconds":"1"}"#, .wrongType(found: .string, expected: .integer)),
        (#"{,}"#, .unexpectedByte), (#"{"QueueUrl":"q",}"#, .unexpectedByte),
        ("[]", .wrongType(found: .list, expected: .structure)),
        (#"{"MessageAttributes":{"a":{"DataType":"B","BinaryValue":"A*=="}}}"#, .invalidBase64),
    ])
    func textThatIsNotJSONIsRefused(_ text: String, _ expected: Malformation.Reason) {
        #expect(reason(text) == expected)
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        for bytes: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
        ] {
            let text = Array(#"{"QueueUrl":"12345678"#.utf8) + bytes + Array(#""}"#.utf8)
            #expect(throws: WireError.self) { try SendMessageInput(json: text) }
        }
    }

    @Test func nestingIsBounded() {
        let deep = #"{"x":"# + String(repeating: "[", count: 100_000)
        #expect(reason(deep) == .tooDeep)
    }

    @Test func anIntegerMayBeWrittenWithAnExponentWhenItIsWhole() throws {
        #expect(try read(#"{"QueueUrl":"q","MessageBody":"m","DelaySeconds":9e2}"#).delaySeconds == 900)
    }

    @Test func noBodyCountsAsAnEmptyObject() throws {
        #expect(try ListQueuesInput(json: []).maxResults == nil)
    }
}
