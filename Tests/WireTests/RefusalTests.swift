import DynamoDBInterface
import S3Interface
import SQSInterface
import Testing

@testable import Wire

@Suite struct RefusalTests {
    func refusal<S: Interface>(
        _ interface: S.Type, _ name: String, _ parts: RequestParts, _ wire: WireProtocol
    ) throws -> (code: String, message: String) {
        let action = try #require(S.actions.first { $0.operation.name == name })
        do throws(WireError) {
            _ = try action.prepare(parts, wire)
        } catch {
            let failure = S.model.failure(for: error, wire, operation: action.operation)
            return (failure.code, failure.message)
        }
        Issue.record("\(name) was accepted")
        return ("", "")
    }

    struct DynamoDB: DynamoDBInterface { typealias Call = Int }
    struct SQS: SQSInterface { typealias Call = Int }
    struct S3: S3Interface { typealias Call = Int }

    @Test(arguments: [
        (#"{"TableName":23}"#, "NUMBER_VALUE cannot be converted to String"),
        (#"{"TableName":34.5}"#, "DECIMAL_VALUE cannot be converted to String"),
        (#"{"TableName":true}"#, "TRUE_VALUE cannot be converted to String"),
        (#"{"TableName":false}"#, "FALSE_VALUE cannot be converted to String"),
        (#"{"TableName":[]}"#, "Unrecognized collection type class java.lang.String"),
        (#"{"TableName":{}}"#, "Start of structure or map found where not expected"),
        (#"{"ConsistentRead":"23"}"#, "Unexpected token received from parser"),
        (#"{"ConsistentRead":23}"#, "NUMBER_VALUE cannot be converted to Boolean"),
        (#"{"Key":"23"}"#, "Unexpected field type"),
        (#"{"Key":{"a":{"B":1}}}"#, "only base-64-encoded strings are convertible to bytes"),
    ])
    func aValueOfTheWrongTypeIsToldInTheWordsOfTheFramework(_ body: String, _ message: String) throws {
        let found = try refusal(DynamoDB.self, "GetItem", RequestParts(body: Array(body.utf8)), .awsJson1_0)
        #expect(found.code == "SerializationException")
        #expect(found.message == message)
    }

    @Test func everyViolationIsListed() throws {
        let body = #"{"TableName":"","Key":{},"ReturnConsumedCapacity":"SOME","AttributesToGet":[]}"#
        let found = try refusal(DynamoDB.self, "GetItem", RequestParts(body: Array(body.utf8)), .awsJson1_0)
        #expect(found.code == "ValidationException")
        #expect(
            found.message == """
                3 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must \
                have length greater than or equal to 1; Value '[]' at 'attributesToGet' failed to satisfy \
                constraint: Member must have length greater than or equal to 1; Value 'SOME' at \
                'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]
                """)
    }

    @Test func missingMembersAreListedBesideOtherViolations() throws {
        let body = #"{"ReturnConsumedCapacity":"SOME"}"#
        let found = try refusal(DynamoDB.self, "GetItem", RequestParts(body: Array(body.utf8)), .awsJson1_0)
        #expect(
            found.message == """
                3 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must \
                not be null; Value null at 'key' failed to satisfy constraint: Member must not be null; Value \
                'SOME' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: \
                [INDEXES, TOTAL, NONE]
                """)
    }

    @Test func anElementOfAListIsNamedByItsPosition() throws {
        let body = #"{"TableName":"abc","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"X"}]}"#
        let found = try refusal(
            DynamoDB.self, "CreateTable", RequestParts(body: Array(body.utf8)), .awsJson1_0)
        #expect(found.message.contains("Value 'X' at 'attributeDefinitions.1.member.attributeType' failed"))
    }

    @Test func sqsNamesTheMissingParameterInBothOfItsProtocols() throws {
        let json = try refusal(SQS.self, "SendMessage", RequestParts(body: Array("{}".utf8)), .awsJson1_0)
        #expect(json.code == "MissingRequiredParameterException")
        #expect(json.message == "The request must contain the parameter QueueUrl.")
        let form = RequestParts(body: Array("Action=SendMessage".utf8))
        #expect(try refusal(SQS.self, "SendMessage", form, .awsQuery).message == json.message)
    }

    @Test func s3CallsABodyThatIsNotXMLMalformed() throws {
        let parts = RequestParts(labels: ["Bucket": "b"], body: Array("<Tagging><TagSet></Tagging>".utf8))
        let found = try refusal(S3.self, "PutBucketTagging", parts, .restXml)
        #expect(found.code == "MalformedXML")
        #expect(
            found.message
                == "The XML you provided was not well-formed or did not validate against our published schema"
        )
    }
}
