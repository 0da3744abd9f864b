import LambdaRuntime
import Testing
import Wire

@Suite struct EventTests {
    @Test func aBatchOfMessagesIsRead() throws {
        let event = try QueueEvent(
            Array(
                #"{"Records":[{"messageId":"1","body":"b","attributes":{"ApproximateReceiveCount":"3"}}]}"#
                    .utf8))
        #expect(event.records.map(\.messageID) == ["1"])
        #expect(event.records.map(\.receiveCount) == [3])
        #expect(
            QueueEvent.answer(failed: ["1"]) == Array(#"{"batchItemFailures":[{"itemIdentifier":"1"}]}"#.utf8)
        )
    }

    @Test(arguments: ["{}", #"{"Records":[{}]}"#, #"{"Records":[{"messageId":1,"body":"b"}]}"#])
    func whatIsNoBatchIsRefused(_ text: String) {
        #expect(throws: LambdaError.self) { try QueueEvent(Array(text.utf8)) }
    }

    @Test func aRequestIsReadWithItsKeyAndBinaryBody() throws {
        let text = #"""
            {"httpMethod":"POST","path":"/messages/7","resource":"/messages/{id}","pathParameters":{"id":"7"},
             "queryStringParameters":{"a":"b"},"headers":{"X-Thing":"t"},"body":"AQI=","isBase64Encoded":true,
             "requestContext":{"requestId":"r","identity":{"apiKeyId":"k","apiKey":"v","sourceIp":"1.2.3.4"}}}
            """#
        let event = try GatewayEvent(Array(text.utf8))
        #expect(event.method == "POST")
        #expect(event.pathParameters == ["id": "7"])
        #expect(event.query == ["a": "b"])
        #expect(event.headers == ["x-thing": "t"])
        #expect(event.body == [1, 2])
        #expect(event.apiKeyID == "k")
        #expect(event.sourceIP == "1.2.3.4")
    }

    @Test func missingPartsOfARequestAreEmpty() throws {
        let event = try GatewayEvent(
            Array(#"{"httpMethod":"GET","path":"/","headers":null,"body":null}"#.utf8))
        #expect(event.headers.isEmpty && event.body.isEmpty && event.apiKeyID == nil)
    }

    @Test func anAnswerIsSpelledAsTheIntegrationReadsIt() throws {
        let answer = try JSON(parsing: GatewayAnswer(status: 202, ["id": "1"]).bytes)
        #expect(answer["statusCode"] == 202)
        #expect(answer["body"] == #"{"id":"1"}"#)
        #expect(answer["headers"] == ["Content-Type": "application/json"])
    }
}
