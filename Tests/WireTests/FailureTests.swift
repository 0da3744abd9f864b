import DynamoDBInterface
import S3Interface
import SQSInterface
import Testing
import Wire

@Suite struct FailureTests {
    func body(_ parts: ResponseParts) -> String { String(decoding: parts.body, as: UTF8.self) }
    func header(_ parts: ResponseParts, _ name: String) -> String? {
        parts.headers.first { $0.name == name }?.value
    }

    @Test func aJSONFailureCarriesItsTypeAndOnRequestTheCodeOfTheQueryProtocol() {
        let parts = WireProtocol.awsJson1_0.encode(
            failure: QueueDoesNotExist(), of: SQSOperations.service, requestID: "r", queryCompatible: true)
        #expect(parts.status == 400)
        let message = #""message":"The specified queue does not exist.""#
        #expect(body(parts) == #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist",\#(message)}"#)
        #expect(header(parts, "x-amzn-query-error") == "AWS.SimpleQueueService.NonExistentQueue;Sender")
        #expect(header(parts, "x-amzn-RequestId") == "r")
        #expect(header(parts, "Content-Type") == "application/x-amz-json-1.0")
    }

    @Test func aQueryFailureIsAnErrorResponse() {
        let parts = WireProtocol.awsQuery.encode(
            failure: QueueDoesNotExist("none <here>"), of: SQSOperations.service, requestID: "r")
        #expect(
            body(parts) == """
                <?xml version="1.0"?>\
                <ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error>\
                <Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>\
                <Message>none &lt;here&gt;</Message><Detail/></Error><RequestId>r</RequestId></ErrorResponse>
                """)
    }

    @Test func s3RepeatsTheResourceAndWhatTheErrorHolds() {
        let parts = WireProtocol.restXml.encode(
            failure: NoSuchKey(key: "a&b"), of: S3Operations.service, requestID: "r", resource: "/b/a&b")
        #expect(parts.status == 404)
        #expect(
            body(parts) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>NoSuchKey</Code><Key>a&amp;b</Key>\
                <Message>The specified key does not exist.</Message>\
                <Resource>/b/a&amp;b</Resource><RequestId>r</RequestId><HostId>cg==</HostId></Error>
                """)
        #expect(header(parts, "x-amz-request-id") == "r")
    }

    @Test func membersOfAFailureTravelBesideItsMessage() throws {
        let reasons = [CancellationReason(code: "None"), CancellationReason(code: "ConditionalCheckFailed")]
        let parts = WireProtocol.awsJson1_0.encode(
            failure: TransactionCanceledException("cancelled", cancellationReasons: reasons),
            of: DynamoDBOperations.service, requestID: "r")
        let json = try JSON(parsing: parts.body)
        #expect(json["__type"] == "com.amazonaws.dynamodb.v20120810#TransactionCanceledException")
        #expect(json["CancellationReasons"]?.array?.count == 2)
        let read = WireProtocol.awsJson1_0.decodeFailure(from: parts, of: DynamoDBOperations.service)
        #expect(
            (read as? TransactionCanceledException)?.cancellationReasons?.last?.code
                == "ConditionalCheckFailed")
        #expect(read.message == "cancelled")
    }

    @Test func aClientReadsEveryProtocolsFailureAsTheServicesOwnType() {
        for wire in [WireProtocol.awsJson1_0, .awsQuery, .rpcv2Cbor] {
            let parts = wire.encode(
                failure: QueueDoesNotExist("gone"), of: SQSOperations.service, requestID: "r")
            let read = wire.decodeFailure(from: parts, of: SQSOperations.service)
            #expect((read as? QueueDoesNotExist)?.message == "gone", "\(wire)")
        }
        let parts = WireProtocol.restXml.encode(
            failure: NoSuchKey(key: "k"), of: S3Operations.service, requestID: "r")
        let read = WireProtocol.restXml.decodeFailure(from: parts, of: S3Operations.service)
        #expect((read as? NoSuchKey)?.key == "k")
    }

    @Test func aFailureOfNoModelKeepsCodeAndMessage() {
        let parts = WireProtocol.awsQuery.encode(
            failure: NotImplemented("Fly"), of: SQSOperations.service, requestID: "r")
        let read = WireProtocol.awsQuery.decodeFailure(from: parts, of: SQSOperations.service)
        #expect(read.code == "NotImplemented")
        #expect(read.message == "Fly is not implemented.")
        #expect(read.status == 501)
    }
}
