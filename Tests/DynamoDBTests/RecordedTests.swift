import ApusTesting
import DynamoDBExpressions
import DynamoDBInterface
import SharedVectors
import Testing
import Wire

private let recordings = Recordings(of: "dynamodb")

@Suite(.enabled(if: recordings.arePresent, "the recorded answers are not at hand"))
struct RecordedTests {
    /// Compares names, and the values that are no placeholders of the recording.
    private func expectSame(
        _ answered: JSON?, _ recorded: JSON?, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        switch (answered, recorded) {
        case (let answered?, .string(let text)?) where text.contains("<") || text == "datetime":
            #expect(answered != .null, sourceLocation: sourceLocation)
        case (.object(let answered)?, .object(let recorded)?):
            let names = recorded.names.filter { $0 != "ResponseMetadata" }
            #expect(answered.names.sorted() == names.sorted(), sourceLocation: sourceLocation)
            for name in names {
                expectSame(answered[name], recorded[name], sourceLocation: sourceLocation)
            }
        case (.array(let answered)?, .array(let recorded)?):
            #expect(answered.count == recorded.count, sourceLocation: sourceLocation)
            for (one, other) in zip(answered, recorded) {
                expectSame(one, other, sourceLocation: sourceLocation)
            }
        default: #expect(answered == recorded, sourceLocation: sourceLocation)
        }
    }

    /// Compares a failure with the text in which the client of the recording told it.
    private func expectError(
        _ failure: (any Failure)?, _ operation: String, _ situation: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let recorded = try recordings.answer(situation, "Error").string
        let failure = try #require(failure, sourceLocation: sourceLocation)
        let text =
            "An error occurred (\(failure.code)) when calling the \(operation) operation: \(failure.message)"
        #expect(text == recorded, sourceLocation: sourceLocation)
    }

    private func makeTable(_ apus: TestApus, _ name: String, _ more: KeyValuePairs<String, JSON> = [:])
        async throws -> JSON
    {
        var input: JSONObject = [
            "TableName": .string(name), "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
            "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
            "ProvisionedThroughput": ["ReadCapacityUnits": 5, "WriteCapacityUnits": 5],
        ]
        for (name, value) in more { input[name] = value }
        return try await apus.invoke("dynamodb:CreateTable", .object(input))
    }

    private func put(_ id: String, _ more: KeyValuePairs<String, JSON> = [:]) -> JSON {
        var item: JSONObject = ["id": ["S": .string(id)]]
        for (name, value) in more { item[name] = value }
        return ["Put": ["TableName": "orders", "Item": .object(item)]]
    }

    @Test func aBatchOfBinaries() async throws {
        try await withDynamoDB { apus in
            _ = try await makeTable(apus, "orders")
            let answer = try await apus.invoke(
                "dynamodb:BatchWriteItem",
                [
                    "RequestItems": [
                        "orders": [["PutRequest": ["Item": ["id": ["S": "a"], "data": ["B": "kKE="]]]]]
                    ]
                ])
            expectSame(answer, try recordings.answer("TestDynamoDB::test_batch_write_binary", "Response"))
        }
    }

    @Test func aTransactionOnATableThatIsNot() async throws {
        try await withDynamoDB { apus in
            let failure = try await apus.failure(
                "dynamodb:TransactWriteItems", ["TransactItems": [put("a")]])
            let recorded = try recordings.answer(
                "TestDynamoDB::test_batch_write_not_existing_table", "exc-not-found-transact-write-items")
            #expect(failure?.code == recorded["Error"]?["Code"]?.string)
            #expect(failure?.message == recorded["Error"]?["Message"]?.string)
            #expect(failure?.status == 400)
        }
    }

    @Test func aTableMadeTwice() async throws {
        try await withDynamoDB { apus in
            _ = try await makeTable(apus, "test-table")
            let failure = try await apus.failure(
                "dynamodb:CreateTable",
                [
                    "TableName": "test-table", "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
                    "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
                    "BillingMode": "PAY_PER_REQUEST",
                ])
            let recorded = try recordings.answer("TestDynamoDB::test_create_duplicate_table", "Error").string
            #expect(failure?.code == "ResourceInUseException")
            let told = recorded?.replacing("<test-table>", with: "test-table")
            #expect(
                told == "An error occurred (ResourceInUseException) when calling the CreateTable operation: "
                    + (failure?.message ?? ""))
        }
    }

    @Test func contributorsAreNotCounted() async throws {
        try await withDynamoDB { apus in
            _ = try await makeTable(apus, "orders")
            expectSame(
                try await apus.invoke("dynamodb:DescribeContributorInsights", ["TableName": "orders"]),
                try recordings.answer(
                    "TestDynamoDB::test_dynamodb_describe_contributor_insights",
                    "describe-contributor-insights-disabled"))
        }
    }

    @Test func aTransactionUnderOneTokenTwice() async throws {
        try await withDynamoDB { apus in
            _ = try await makeTable(apus, "orders")
            let input: JSON = ["ClientRequestToken": "dedupe_token", "TransactItems": [put("id1")]]
            for step in ["Response1", "Response2"] {
                expectSame(
                    try await apus.invoke("dynamodb:TransactWriteItems", input),
                    try recordings.answer("TestDynamoDB::test_dynamodb_idempotent_writing", step))
            }
        }
    }

    @Test func binariesOfATransaction() async throws {
        try await withDynamoDB { apus in
            _ = try await makeTable(apus, "orders")
            let situation = "TestDynamoDB::test_transaction_write_binary_data"
            let bytes = JSON.string(Base64.encoded(Array("foobar".utf8)))
            expectSame(
                try await apus.invoke(
                    "dynamodb:TransactWriteItems",
                    ["TransactItems": [put("someUser", ["binaryData": ["B": bytes]])]]),
                try recordings.answer(situation, "WriteResponse"))
            let found = try await apus.get(["id": ["S": "someUser"]], from: "orders")
            let recorded = try recordings.answer(situation, "GetItem")
            #expect(found?["id"] == recorded["id"])
            #expect(recorded["binaryData"]?["B"] == "b'foobar'")
            #expect(found?["binaryData"]?["B"] == bytes)
        }
    }

    @Test func theStreamOfTransactions() async throws {
        try await withDynamoDB { apus in
            let situation = "TestDynamoDB::test_transact_write_items_streaming"
            let made = try await makeTable(
                apus, "orders",
                ["StreamSpecification": ["StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"]])
            expectSame(made, try recordings.answer(situation, "create-table"))
            let stream = made["TableDescription"]?["LatestStreamArn"] ?? .null
            let described = try await apus.invoke("dynamodb:DescribeStream", ["StreamArn": stream])
            var recorded = try recordings.answer(situation, "describe-stream")
            // A number that stands for any.
            let shards = recorded["StreamDescription"]?["Shards"]?.array?.first
            #expect(
                shards?["SequenceNumberRange"]?["StartingSequenceNumber"] == "starting-sequence-number")
            recorded = recorded.replacing("starting-sequence-number", with: "<number>")
            expectSame(described, recorded)
            expectSame(
                try await apus.invoke(
                    "dynamodb:PutItem", ["TableName": "orders", "Item": ["id": ["S": "Fred"]]]),
                try recordings.answer(situation, "put-item-1"))
            func update(_ id: String, _ expression: String, _ values: JSON) -> JSON {
                [
                    "Update": [
                        "TableName": "orders", "Key": ["id": ["S": .string(id)]],
                        "UpdateExpression": .string(expression), "ExpressionAttributeValues": values,
                    ]
                ]
            }
            for (step, items) in [
                ("transact-write-response-overwrite", [put("NewKey"), put("Fred")]),
                (
                    "transact-write-response-update",
                    [
                        update(
                            "NewKey", "SET attr1 = :v1, attr2 = :v2",
                            [":v1": ["S": "value1"], ":v2": ["S": "value2"]])
                    ]
                ),
                (
                    "transact-write-update-insert",
                    [update("NonExistentKey", "SET attr1 = :v1", [":v1": ["S": "value1"]])]
                ),
                (
                    "transact-write-response-delete",
                    [
                        ["Delete": ["TableName": "orders", "Key": ["id": ["S": "NewKey"]]]],
                        put("Fred", ["name": ["S": "Fred"]]),
                    ]
                ),
            ] as [(String, [JSON])] {
                expectSame(
                    try await apus.invoke("dynamodb:TransactWriteItems", ["TransactItems": .array(items)]),
                    try recordings.answer(situation, step))
            }
            let iterator = try await apus.invoke(
                "dynamodb:GetShardIterator",
                [
                    "StreamArn": stream, "ShardIteratorType": "TRIM_HORIZON",
                    "ShardId": described["StreamDescription"]?["Shards"]?.array?.first?["ShardId"] ?? .null,
                ])["ShardIterator"]
            let found = try await apus.invoke("dynamodb:GetRecords", ["ShardIterator": iterator ?? .null])
            expectSame(found["Records"], try recordings.answer(situation, "get-records")["Records"])
        }
    }

    @Test func everyRecordingIsChecked() throws {
        let checked: Set = [
            "test_batch_write_binary", "test_batch_write_not_existing_table", "test_create_duplicate_table",
            "test_dynamodb_describe_contributor_insights", "test_dynamodb_idempotent_writing",
            "test_transact_write_items_streaming", "test_transaction_write_binary_data",
            "test_transaction_write_canceled",
        ]
        let names = try recordings.situations().filter { $0.value.object?.isEmpty == false }.keys
        #expect(Set(names) == Set(checked.map { "TestDynamoDB::\($0)" }))
    }

    @Test func aTransactionThatIsCancelled() async throws {
        try await withDynamoDB { apus in
            _ = try await makeTable(apus, "orders")
            try await apus.put(["id": ["S": "a"]], into: "orders")
            let guarded: JSON = [
                "ConditionCheck": [
                    "TableName": "orders", "Key": ["id": ["S": "a"]],
                    "ConditionExpression": "attribute_not_exists(id)",
                ]
            ]
            let failure = try await apus.failure(
                "dynamodb:TransactWriteItems", ["TransactItems": [guarded, put("b")]])
            try expectError(failure, "TransactWriteItems", "TestDynamoDB::test_transaction_write_canceled")
        }
    }
}

extension JSON {
    /// The document with one text in the place of another.
    fileprivate func replacing(_ text: String, with other: String) -> JSON {
        switch self {
        case .string(text): .string(other)
        case .array(let elements): .array(elements.map { $0.replacing(text, with: other) })
        case .object(var object):
            {
                for member in object.members {
                    object[member.name] = member.value.replacing(text, with: other)
                }
                return .object(object)
            }()
        default: self
        }
    }
}
