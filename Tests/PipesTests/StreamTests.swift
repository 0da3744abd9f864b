import ApusTesting
import DynamoDB
import Kernel
import Pipes
import SQS
import Testing
import Wire

/// Pipes from the streams of tables.
@Suite struct StreamTests {
    private struct Broken: Error {}

    private func table(_ apus: TestApus) async throws -> JSON {
        try await apus.invoke(
            "dynamodb:CreateTable",
            [
                "TableName": "things", "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [["AttributeName": "k", "KeyType": "HASH"]],
                "AttributeDefinitions": [["AttributeName": "k", "AttributeType": "S"]],
                "StreamSpecification": ["StreamEnabled": true, "StreamViewType": "NEW_IMAGE"],
            ])
        await apus.settle()
        return try await apus.invoke("dynamodb:DescribeTable", ["TableName": "things"])["Table"]?["LatestStreamArn"]
            ?? ""
    }

    private func put(_ apus: TestApus, _ keys: [String]) async throws {
        for key in keys {
            try await apus.invoke(
                "dynamodb:PutItem", ["TableName": "things", "Item": ["k": ["S": .string(key)]]])
        }
        await apus.settle()
    }

    private static let template: JSON = ["InputTemplate": "<$.dynamodb.NewImage.k.S>"]

    @Test func changesGoThroughInTheirOrder() async throws {
        try await withPipes { apus in
            let stream = try await table(apus)
            try await put(apus, ["a", "b"])
            try await apus.pipe([
                "Source": stream, "TargetParameters": Self.template,
                "SourceParameters": [
                    "DynamoDBStreamParameters": ["StartingPosition": "TRIM_HORIZON", "BatchSize": 1],
                    "FilterCriteria": ["Filters": [["Pattern": #"{"eventName":["INSERT"]}"#]]],
                ],
            ])
            try await put(apus, ["c", "c"])
            #expect(try await apus.bodies("out") == ["a", "b", "c"])
            let pipe = try await apus.invoke("pipes:DescribePipe", ["Name": "p"])
            #expect(
                pipe["SourceParameters"]?["DynamoDBStreamParameters"] == [
                    "BatchSize": 1, "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1,
                    "StartingPosition": "TRIM_HORIZON",
                ])
        }
    }

    @Test func aPipeFromTheLatestPassesOverWhatWas() async throws {
        try await withPipes { apus in
            let stream = try await table(apus)
            try await put(apus, ["a"])
            await apus.advance(by: .seconds(10))
            try await apus.pipe([
                "Source": stream, "TargetParameters": Self.template,
                "SourceParameters": ["DynamoDBStreamParameters": ["StartingPosition": "LATEST"]],
            ])
            try await put(apus, ["b"])
            #expect(try await apus.bodies("out") == ["b"])
            try await apus.invoke("pipes:StopPipe", ["Name": "p"])
            #expect(try await apus.state() == "STOPPED")
            try await put(apus, ["c"])
            #expect(try await apus.bodies("out") == [])
            try await apus.invoke("pipes:StartPipe", ["Name": "p"])
            #expect(try await apus.state() == "RUNNING")
            #expect(try await apus.bodies("out") == ["c"])
        }
    }

    @Test func recordsThatAreGivenUpLeaveADeadLetter() async throws {
        try await withPipes { apus in
            try await apus.queue("dead")
            apus.answer { records in
                if records.text.contains("bad") { throw Broken() }
                return .null
            }
            let stream = try await table(apus)
            try await apus.pipe([
                "Source": stream, "Target": TestApus.function,
                "SourceParameters": [
                    "DynamoDBStreamParameters": [
                        "StartingPosition": "TRIM_HORIZON", "MaximumRetryAttempts": 2,
                        "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                    ]
                ],
            ])
            try await put(apus, ["bad"])
            await apus.advance(by: .seconds(60))
            try await put(apus, ["good"])
            #expect(apus.payloads.count == 4)
            let letter = try JSON(parsing: try await apus.bodies("dead").first ?? "")
            #expect(
                letter["context"] == [
                    "partnerResourceArn": .string(TestApus.arn("pipes", "pipe/p")),
                    "condition": "RetryAttemptsExhausted",
                ])
            #expect(letter["DDBStreamBatchInfo"]?["batchSize"] == 1)
            #expect(letter["DDBStreamBatchInfo"]?["streamArn"] == stream)
            #expect(
                letter["DDBStreamBatchInfo"]?["startSequenceNumber"]
                    == letter["DDBStreamBatchInfo"]?["endSequenceNumber"])
        }
    }

    @Test func aBatchIsHalvedAroundTheBadRecord() async throws {
        try await withPipes { apus in
            try await apus.queue("dead")
            apus.answer { records in
                if records.text.contains("bad") { throw Broken() }
                return .null
            }
            let stream = try await table(apus)
            try await put(apus, ["a", "bad", "c", "d"])
            try await apus.pipe([
                "Source": stream, "Target": TestApus.function,
                "SourceParameters": [
                    "DynamoDBStreamParameters": [
                        "StartingPosition": "TRIM_HORIZON", "MaximumRetryAttempts": 1,
                        "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
                        "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
                    ]
                ],
            ])
            await apus.advance(by: .seconds(600))
            let letters = try await apus.bodies("dead").map { try JSON(parsing: $0) }
            #expect(letters.map { $0["DDBStreamBatchInfo"]?["batchSize"] } == [1])
            let good = apus.payloads.filter { !$0.text.contains("bad") }
            let keys = good.flatMap { $0.array ?? [] }
                .compactMap { $0["dynamodb"]?["NewImage"]?["k"]?["S"]?.string }
            #expect(Set(keys) == ["a", "c", "d"])
        }
    }
}
