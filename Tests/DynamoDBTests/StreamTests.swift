import ApusTesting
import DynamoDB
import DynamoDBInterface
import Kernel
import Store
import Testing
import Wire

@Suite struct StreamTests {
    /// A table `simple` with a stream; answers the stream's ARN.
    private func makeStream(_ apus: TestApus, _ view: String = "NEW_AND_OLD_IMAGES") async throws -> String {
        let made = try await apus.invoke(
            "dynamodb:CreateTable",
            [
                "TableName": "simple", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [["AttributeName": "p", "AttributeType": "S"]],
                "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
                "StreamSpecification": ["StreamEnabled": true, "StreamViewType": .string(view)],
            ])
        return try #require(made["TableDescription"]?["LatestStreamArn"]?.string)
    }

    private func shard(_ apus: TestApus, _ stream: String) async throws -> JSON {
        let described = try await apus.invoke("dynamodb:DescribeStream", ["StreamArn": .string(stream)])
        return try #require(described["StreamDescription"]?["Shards"]?.array?.first)
    }

    private func iterator(
        _ apus: TestApus, _ stream: String, _ type: String = "TRIM_HORIZON", at number: JSON? = nil
    ) async throws -> JSON {
        var input: JSONObject = ["StreamArn": .string(stream), "ShardIteratorType": .string(type)]
        input["ShardId"] = try await shard(apus, stream)["ShardId"]
        input["SequenceNumber"] = number
        return try await apus.invoke("dynamodb:GetShardIterator", .object(input))["ShardIterator"] ?? .null
    }

    private func records(_ apus: TestApus, _ iterator: JSON) async throws -> [JSON] {
        try await apus.invoke("dynamodb:GetRecords", ["ShardIterator": iterator])["Records"]?.array ?? []
    }

    private func item(_ p: String, _ n: Int? = nil) -> JSON {
        var item: JSONObject = ["p": ["S": .string(p)]]
        if let n { item["n"] = ["N": .string(String(n))] }
        return .object(item)
    }

    private func delete(_ p: String, _ apus: TestApus) async throws {
        try await apus.invoke("dynamodb:DeleteItem", ["TableName": "simple", "Key": item(p)])
    }

    @Test func changesAreToldInTheirOrderAndNothingElseIs() async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus)
            #expect(
                stream
                    == "arn:aws:dynamodb:eu-central-1:000000000000:table/simple/stream/2026-01-01T00:00:00.000"
            )
            try await apus.put(item("a", 1), into: "simple")
            // The same item again, and the deletion of one that is not there, change nothing.
            try await apus.put(item("a", 1), into: "simple")
            try await delete("b", apus)
            try await apus.put(item("a", 2), into: "simple")
            try await delete("a", apus)
            let found = try await records(apus, try await iterator(apus, stream))
            #expect(found.map { $0["eventName"] } == ["INSERT", "MODIFY", "REMOVE"])
            let changes = found.map { $0["dynamodb"] }
            #expect(changes.map { $0?["Keys"] } == [item("a"), item("a"), item("a")])
            #expect(changes.map { $0?["NewImage"] } == [item("a", 1), item("a", 2), nil])
            #expect(changes.map { $0?["OldImage"] } == [nil, item("a", 1), item("a", 2)])
            #expect(changes.map { $0?["SizeBytes"] } == [7, 12, 7])
            let numbers = changes.compactMap { $0?["SequenceNumber"]?.string }
            #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
            #expect(Set(found.compactMap { $0["eventID"]?.string }).count == 3)
        }
    }

    @Test(arguments: [("KEYS_ONLY", false, false), ("NEW_IMAGE", true, false), ("OLD_IMAGE", false, true)])
    func aViewSaysWhatOfAnItemIsTold(_ view: String, _ hasNew: Bool, _ hasOld: Bool) async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus, view)
            try await apus.put(item("a", 1), into: "simple")
            try await apus.put(item("a", 2), into: "simple")
            let last = try await records(apus, try await iterator(apus, stream)).last?["dynamodb"]
            #expect(last?["StreamViewType"] == .string(view))
            #expect(last?["NewImage"] == (hasNew ? item("a", 2) : JSON?.none))
            #expect(last?["OldImage"] == (hasOld ? item("a", 1) : JSON?.none))
        }
    }

    @Test func iteratorsBeginWhereTheyAreTold() async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus)
            for number in 0..<5 { try await apus.put(item("a", number), into: "simple") }
            let all = try await records(apus, try await iterator(apus, stream))
            let third = all[2]["dynamodb"]?["SequenceNumber"]
            #expect(try await records(apus, try await iterator(apus, stream, "LATEST")).isEmpty)
            let from = try await records(
                apus, try await iterator(apus, stream, "AT_SEQUENCE_NUMBER", at: third))
            #expect(from == Array(all[2...]))
            let after = try await records(
                apus, try await iterator(apus, stream, "AFTER_SEQUENCE_NUMBER", at: third))
            #expect(after == Array(all[3...]))
            var place: JSON? = try await iterator(apus, stream)
            var pages: [JSON] = []
            for _ in 0..<3 {
                let page = try await apus.invoke(
                    "dynamodb:GetRecords", ["ShardIterator": place ?? .null, "Limit": 2])
                pages += page["Records"]?.array ?? []
                place = page["NextShardIterator"]
            }
            #expect(pages == all)
            let latest = try #require(place)
            try await delete("a", apus)
            #expect(try await records(apus, latest).map { $0["eventName"] } == ["REMOVE"])
            await apus.advance(by: .seconds(901))
            #expect(
                try await apus.failure("dynamodb:GetRecords", ["ShardIterator": latest])?.code
                    == "ExpiredIteratorException")
            #expect(
                try await apus.failure("dynamodb:GetRecords", ["ShardIterator": "x"])?.code
                    == "ValidationException")
        }
    }

    @Test func aClosedStreamEndsAndCanBeReadForADay() async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus)
            try await apus.put(item("a", 1), into: "simple")
            let off: JSON = ["TableName": "simple", "StreamSpecification": ["StreamEnabled": false]]
            let on: JSON = [
                "TableName": "simple",
                "StreamSpecification": ["StreamEnabled": true, "StreamViewType": "KEYS_ONLY"],
            ]
            #expect(try await apus.failure("dynamodb:UpdateTable", on)?.code == "ValidationException")
            let closed = try await apus.invoke("dynamodb:UpdateTable", off)["TableDescription"]
            #expect(closed?["StreamSpecification"] == nil)
            #expect(closed?["LatestStreamArn"] == .string(stream))
            #expect(try await apus.failure("dynamodb:UpdateTable", off)?.code == "ValidationException")
            try await apus.put(item("a", 2), into: "simple")
            let page = try await apus.invoke(
                "dynamodb:GetRecords", ["ShardIterator": try await iterator(apus, stream)])
            #expect(page["Records"]?.array?.count == 1)
            #expect(page["NextShardIterator"] == nil)
            let range = try await shard(apus, stream)["SequenceNumberRange"]
            #expect(range?["EndingSequenceNumber"] != nil)
            try await apus.invoke("dynamodb:UpdateTable", on)
            try await apus.put(item("a", 3), into: "simple")
            let listed = try await apus.invoke("dynamodb:ListStreams", ["TableName": "simple"])["Streams"]
            #expect(listed?.array?.count == 2)
            let first = try await apus.invoke("dynamodb:ListStreams", ["Limit": 1])
            #expect(first["Streams"]?.array?.first?["StreamArn"] == .string(stream))
            let rest = try await apus.invoke(
                "dynamodb:ListStreams",
                ["ExclusiveStartStreamArn": first["LastEvaluatedStreamArn"] ?? .null])
            #expect(rest["Streams"]?.array?.count == 1 && rest["LastEvaluatedStreamArn"] == nil)
            await apus.advance(by: .seconds(100_000))
            #expect(
                try await apus.failure("dynamodb:DescribeStream", ["StreamArn": .string(stream)])?.code
                    == "ResourceNotFoundException")
            try await apus.invoke("dynamodb:DeleteTable", ["TableName": "simple"])
            await apus.advance(by: .seconds(300_000))
            #expect(try await apus.invoke("dynamodb:ListStreams", [:])["Streams"] == [])
        }
    }

    @Test func recordsGoAfterADay() async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus)
            for number in 0..<250 { try await apus.put(item("a", number), into: "simple") }
            let first = try await records(apus, try await iterator(apus, stream)).first?["dynamodb"]
            await apus.advance(by: .seconds(80_000))
            try await apus.put(item("b", 1), into: "simple")
            await apus.advance(by: .seconds(10_000))
            let left = try await records(apus, try await iterator(apus, stream))
            #expect(left.map { $0["dynamodb"]?["Keys"] } == [item("b")])
            let number = first?["SequenceNumber"]
            let input: JSON = [
                "StreamArn": .string(stream), "ShardIteratorType": "AT_SEQUENCE_NUMBER",
                "ShardId": try await shard(apus, stream)["ShardId"] ?? .null,
                "SequenceNumber": number ?? .null,
            ]
            #expect(
                try await apus.failure("dynamodb:GetShardIterator", input)?.code
                    == "TrimmedDataAccessException")
            let count = try await apus.kernel.store.read { tx in
                try tx.value("SELECT count(*) FROM dynamodb_record", as: Int.self)
            }
            #expect(count == 1)
        }
    }

    @Test func expiryTellsWhoRemovedTheItem() async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus)
            try await apus.invoke(
                "dynamodb:UpdateTimeToLive",
                [
                    "TableName": "simple",
                    "TimeToLiveSpecification": ["Enabled": true, "AttributeName": "n"],
                ])
            try await apus.put(item("a", Int(apus.now.seconds) + 5), into: "simple")
            await apus.advance(by: .seconds(10))
            let found = try await records(apus, try await iterator(apus, stream))
            #expect(found.map { $0["eventName"] } == ["INSERT", "REMOVE"])
            #expect(
                found.map { $0["userIdentity"] }
                    == [nil, ["PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"]])
        }
    }

    @Test func aCancelledTransactionTellsNothing() async throws {
        try await withDynamoDB { apus in
            let stream = try await makeStream(apus)
            let failure = try await apus.failure(
                "dynamodb:TransactWriteItems",
                [
                    "TransactItems": [
                        ["Put": ["TableName": "simple", "Item": item("a", 1)]],
                        [
                            "ConditionCheck": [
                                "TableName": "simple", "Key": item("b"),
                                "ConditionExpression": "attribute_exists(p)",
                            ]
                        ],
                    ]
                ])
            #expect(failure?.code == "TransactionCanceledException")
            #expect(try await records(apus, try await iterator(apus, stream)).isEmpty)
        }
    }
}
