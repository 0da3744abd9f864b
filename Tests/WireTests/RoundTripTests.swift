import DynamoDBInterface
import S3Interface
import SQSInterface
import Testing

@testable import Wire

/// Random values of generated shapes survive every protocol, and broken bodies end in an error.
@Suite struct RoundTripTests {
    static let protocols: [WireProtocol] = [.awsJson1_0, .awsQuery, .restJson, .restXml, .rpcv2Cbor]

    func check<S: Shape>(_: S.Type, _ wire: WireProtocol, seed: UInt64) throws {
        let operation = OperationModel(
            "Any", iamAction: "", input: { S.schema }, output: { S.schema },
            resultWrapper: "AnyResult")
        let service = SQSOperations.service
        var source = Seeded(seed)
        for _ in 0..<200 {
            let value = LooseShape(LooseValue.random(S.schema, &source))
            let expected = String(decoding: value.json(), as: UTF8.self)
            let request = wire.encodeRequest(value, for: operation, of: service)
            let input = try wire.read(S.self, from: request.parts, for: operation)
            #expect(String(decoding: input.json(), as: UTF8.self) == expected, "\(wire) request")
            let answer = wire.encode(input, for: operation, of: service, requestID: "r")
            let output = try wire.decodeResponse(S.self, from: answer, for: operation)
            #expect(String(decoding: output.json(), as: UTF8.self) == expected, "\(wire) answer")
        }
    }

    @Test(arguments: protocols)
    func sqsShapesSurviveEveryProtocol(_ wire: WireProtocol) throws {
        try check(SendMessageInput.self, wire, seed: 1)
        try check(SendMessageBatchInput.self, wire, seed: 2)
        try check(ReceiveMessageOutput.self, wire, seed: 3)
        try check(CreateQueueInput.self, wire, seed: 4)
    }

    @Test(arguments: protocols)
    func dynamoDBShapesSurviveEveryProtocol(_ wire: WireProtocol) throws {
        try check(ListTablesOutput.self, wire, seed: 5)
        try check(UpdateTableInput.self, wire, seed: 6)
        try check(DescribeTableOutput.self, wire, seed: 7)
        try check(CreateTableInput.self, wire, seed: 8)
    }

    @Test func s3DocumentsSurviveTheirProtocol() throws {
        try check(LifecycleRule.self, .restXml, seed: 9)
        try check(AccessControlPolicy.self, .restXml, seed: 10)
        try check(NotificationConfiguration.self, .restXml, seed: 11)
    }

    /// Twenty thousand broken bodies a protocol: each is read or refused, none traps.
    @Test(arguments: protocols)
    func brokenBodiesEndInAnError(_ wire: WireProtocol) throws {
        var source = Seeded(UInt64(wire.rawValue.utf8.count) &* 7919)
        var refused = 0
        for round in 0..<20 {
            let isEven = round % 2 == 0
            let schema = isEven ? SendMessageBatchInput.schema : PutItemInput.schema
            let operation = OperationModel("Any", iamAction: "", input: { schema }, output: { schema })
            let value = LooseShape(LooseValue.random(schema, &source))
            let body = wire.encodeRequest(value, for: operation, of: SQSOperations.service).parts.body
            for _ in 0..<1000 {
                let parts = RequestParts(body: mutated(body, &source))
                do throws(WireError) {
                    if isEven {
                        _ = try wire.decode(SendMessageBatchInput.self, from: parts, for: operation)
                    } else {
                        _ = try wire.decode(PutItemInput.self, from: parts, for: operation)
                    }
                } catch {
                    refused += 1
                    _ = DynamoDBOperations.service.failure(for: error, wire, operation: operation).message
                }
            }
        }
        #expect(refused > 1000)
    }

    func mutated(_ body: [UInt8], _ source: inout Seeded) -> [UInt8] {
        var bytes = body
        for _ in 0..<Int.random(in: 1...4, using: &source) {
            guard !bytes.isEmpty else { break }
            let position = Int.random(in: 0..<bytes.count, using: &source)
            switch Int.random(in: 0..<5, using: &source) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &source)
            case 1: bytes.remove(at: position)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &source), at: position)
            case 3: bytes.removeLast(bytes.count - position)
            default:
                let signs = Array("{}[]\",:<>/&;=%.\\".utf8)
                bytes[position] = signs[Int.random(in: 0..<signs.count, using: &source)]
            }
        }
        return bytes
    }
}
