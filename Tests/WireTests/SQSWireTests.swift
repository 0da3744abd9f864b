import SQSInterface
import Testing
import Wire

@Suite struct SQSWireTests {
    struct Sender: SQSInterface {
        typealias Call = Int
        func sendMessage(_ input: SendMessageInput, _ call: Int) async throws -> SendMessageOutput {
            SendMessageOutput(md5OfMessageBody: "abc", messageId: "\(call)")
        }
    }

    func action(_ name: String) throws -> Action<Sender> {
        try #require(Sender.actions.first { $0.operation.name == name })
    }

    @Test func aJSONRequestReachesTheMethodAndItsAnswerReturns() async throws {
        let body =
            #"{"MessageBody":"h\u00e9\n","QueueUrl":"http://localhost/1/q","Unknown":[{"a":null}],"#
            + #""MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"AQI="}},"DelaySeconds":3} "#
        let call = try action("SendMessage").prepare(RequestParts(body: Array(body.utf8)), .awsJson1_0)
        let input = try #require(call.input as? SendMessageInput)
        #expect(input.messageBody == "hé\n")
        #expect(input.delaySeconds == 3)
        #expect(input.messageAttributes?["a"]?.binaryValue == [1, 2])
        #expect(call.resources == [NamedResource(kind: "queue", value: "http://localhost/1/q")])
        let output = try await call.run(Sender(), 7)
        let parts = WireProtocol.awsJson1_0.encode(
            output, for: try action("SendMessage").operation, of: Sender.model, requestID: "r")
        #expect(String(decoding: parts.body, as: UTF8.self) == #"{"MD5OfMessageBody":"abc","MessageId":"7"}"#)
    }

    @Test func aQueryRequestReachesTheMethodAndItsAnswerReturns() async throws {
        let body =
            "Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Flocalhost%2F1%2Fq&MessageBody=a+b"
            + "&MessageAttribute.2.Name=b&MessageAttribute.2.Value.DataType=String"
            + "&MessageAttribute.2.Value.StringValue=x&MessageAttribute.1.Name=a"
            + "&MessageAttribute.1.Value.DataType=Binary&MessageAttribute.1.Value.BinaryValue=AQI%3D"
        let call = try action("SendMessage").prepare(RequestParts(body: Array(body.utf8)), .awsQuery)
        let input = try #require(call.input as? SendMessageInput)
        #expect(input.messageBody == "a b")
        #expect(input.messageAttributes?["a"]?.binaryValue == [1, 2])
        #expect(input.messageAttributes?["b"]?.stringValue == "x")
        let output = try await call.run(Sender(), 7)
        let parts = WireProtocol.awsQuery.encode(
            output, for: try action("SendMessage").operation, of: Sender.model, requestID: "r")
        #expect(
            String(decoding: parts.body, as: UTF8.self) == """
                <?xml version="1.0"?><SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">\
                <SendMessageResult><MD5OfMessageBody>abc</MD5OfMessageBody><MessageId>7</MessageId>\
                </SendMessageResult>\
                <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendMessageResponse>
                """)
    }

    @Test func whatIsMissingSaysItsName() async throws {
        let call = try action("PurgeQueue").prepare(
            RequestParts(body: Array(#"{"QueueUrl":"q"}"#.utf8)), .awsJson1_0)
        await #expect(throws: NotImplemented.self) { try await call.run(Sender(), 1) }
    }
}
