import ApusTesting
import Kernel
import Store
import Testing
import Wire

@Suite struct TableTests {
    @Test func aTableCanBeUsedAsSoonAsItIsCreated() async throws {
        try await withDynamoDB { apus in
            let answer = try await apus.invoke(
                "dynamodb:CreateTable",
                [
                    "TableName": "simple",
                    "ProvisionedThroughput": ["ReadCapacityUnits": 5, "WriteCapacityUnits": 6],
                    "AttributeDefinitions": [["AttributeName": "p", "AttributeType": "S"]],
                    "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
                    "Tags": [["Key": "team", "Value": "red"]],
                ])
            let description = answer["TableDescription"]
            #expect(description?["TableStatus"] == "CREATING")
            #expect(description?["DeletionProtectionEnabled"] == false)
            #expect(
                description?["ProvisionedThroughput"] == [
                    "NumberOfDecreasesToday": 0, "ReadCapacityUnits": 5, "WriteCapacityUnits": 6,
                ])
            #expect(description?["TableArn"] == "arn:aws:dynamodb:eu-central-1:000000000000:table/simple")
            #expect(description?["BillingModeSummary"] == nil)
            let table = try await apus.invoke("dynamodb:DescribeTable", ["TableName": "simple"])["Table"]
            #expect(table?["TableStatus"] == "ACTIVE")
            #expect(table?["ItemCount"] == 0)
            let arn = try #require(table?["TableArn"])
            #expect(
                try await apus.invoke("dynamodb:ListTagsOfResource", ["ResourceArn": arn])["Tags"] == [
                    ["Key": "team", "Value": "red"]
                ])
        }
    }

    @Test func wrongDefinitionsAreRefusedInAWSsWords() async throws {
        try await withDynamoDB { apus in
            func refusal(_ change: KeyValuePairs<String, JSON>, _ message: String) async throws {
                var input: JSONObject = [
                    "TableName": "abc", "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [["AttributeName": "p", "AttributeType": "S"]],
                    "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
                ]
                for (name, value) in change { input[name] = value }
                try await apus.expectRefusal("dynamodb:CreateTable", .object(input), message)
            }
            try await refusal(
                ["KeySchema": [["AttributeName": "p", "KeyType": "RANGE"]]],
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
            try await refusal(
                ["KeySchema": [["AttributeName": "q", "KeyType": "HASH"]]],
                "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [q], AttributeDefinitions: [p]"
            )
            try await refusal(
                [
                    "AttributeDefinitions": [
                        ["AttributeName": "p", "AttributeType": "S"],
                        ["AttributeName": "q", "AttributeType": "S"],
                    ]
                ],
                "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"
            )
            try await refusal(
                ["BillingMode": "PROVISIONED"],
                "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
            )
            try await refusal(
                ["ProvisionedThroughput": ["ReadCapacityUnits": 5, "WriteCapacityUnits": 6]],
                "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
            )
            try await refusal(
                ["TableName": "a;bc"],
                "1 validation error detected: Value 'a;bc' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
            )
            try await refusal(
                ["TableName": "ab"],
                "TableName must be at least 3 characters long and at most 255 characters long")
        }
    }

    @Test func aNameIsTakenOnce() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.expectRefusal(
                "dynamodb:CreateTable",
                [
                    "TableName": "simple", "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [["AttributeName": "p", "AttributeType": "S"]],
                    "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
                ], "Table already exists: simple", code: "ResourceInUseException")
        }
    }

    @Test func aDeletedTableLeavesNothingToItsSuccessor() async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            for number in 0..<250 { try await apus.put(item("a", number, ["g": ["S": "x"]])) }
            let answer = try await apus.invoke("dynamodb:DeleteTable", ["TableName": "orders"])
            #expect(answer["TableDescription"]?["TableStatus"] == "DELETING")
            try await apus.expectRefusal(
                "dynamodb:DescribeTable", ["TableName": "orders"],
                "Requested resource not found: Table: orders not found", code: "ResourceNotFoundException")
            try await apus.expectRefusal(
                "dynamodb:GetItem", ["TableName": "orders", "Key": item("a", 1)],
                "Requested resource not found",
                code: "ResourceNotFoundException")
            try await apus.makeTable()
            #expect(try await apus.get(item("a", 1)) == nil)
            await apus.advance(by: .seconds(1))
            let rows = try await apus.kernel.store.read { tx in
                try tx.value(
                    "SELECT (SELECT count(*) FROM dynamodb_item) + (SELECT count(*) FROM dynamodb_entry)",
                    as: Int.self)
            }
            #expect(rows == 0)
        }
    }

    @Test func aProtectedTableIsNotDeleted() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.invoke(
                "dynamodb:UpdateTable", ["TableName": "simple", "DeletionProtectionEnabled": true])
            #expect(
                try await apus.failure("dynamodb:DeleteTable", ["TableName": "simple"])?.code
                    == "ValidationException")
            try await apus.invoke(
                "dynamodb:UpdateTable", ["TableName": "simple", "DeletionProtectionEnabled": false])
            try await apus.invoke("dynamodb:DeleteTable", ["TableName": "simple"])
        }
    }

    @Test func tablesAreListedInPages() async throws {
        try await withDynamoDB { apus in
            for name in ["ccc", "aaa", "bbb"] { try await apus.makeSimpleTable(name) }
            let first = try await apus.invoke("dynamodb:ListTables", ["Limit": 2])
            #expect(first == ["TableNames": ["aaa", "bbb"], "LastEvaluatedTableName": "bbb"])
            let second = try await apus.invoke(
                "dynamodb:ListTables", ["Limit": 2, "ExclusiveStartTableName": "bbb"])
            #expect(second == ["TableNames": ["ccc"]])
        }
    }

    @Test func anIndexAddedLaterHoldsWhatWasThere() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            for number in 0..<330 {
                try await apus.put(
                    [
                        "p": ["S": .string("k\(number)")],
                        "c": ["S": .string(number % 2 == 0 ? "even" : "odd")],
                    ], into: "simple")
            }
            let answer = try await apus.invoke(
                "dynamodb:UpdateTable",
                [
                    "TableName": "simple",
                    "AttributeDefinitions": [["AttributeName": "c", "AttributeType": "S"]],
                    "GlobalSecondaryIndexUpdates": [
                        [
                            "Create": [
                                "IndexName": "by-c",
                                "KeySchema": [["AttributeName": "c", "KeyType": "HASH"]],
                                "Projection": ["ProjectionType": "ALL"],
                            ]
                        ]
                    ],
                ])
            #expect(answer["TableDescription"]?["TableStatus"] == "UPDATING")
            try await apus.expectRefusal(
                "dynamodb:UpdateTable",
                [
                    "TableName": "simple",
                    "AttributeDefinitions": [["AttributeName": "d", "AttributeType": "S"]],
                    "GlobalSecondaryIndexUpdates": [
                        [
                            "Create": [
                                "IndexName": "by-d", "Projection": ["ProjectionType": "ALL"],
                                "KeySchema": [["AttributeName": "d", "KeyType": "HASH"]],
                            ]
                        ]
                    ],
                ],
                "Subscriber limit exceeded: Only 1 online index can be created simultaneously per table",
                code: "LimitExceededException")
            try await apus.put(["p": ["S": "late"], "c": ["S": "odd"]], into: "simple")
            await apus.advance(by: .seconds(1))
            let index = try await apus.invoke("dynamodb:DescribeTable", ["TableName": "simple"])["Table"]?[
                "GlobalSecondaryIndexes"]?.array?.first
            #expect(index?["IndexStatus"] == "ACTIVE")
            #expect(index?["ItemCount"] == 331)
            let found = try await apus.invoke(
                "dynamodb:Query",
                [
                    "TableName": "simple", "IndexName": "by-c", "KeyConditionExpression": "c = :c",
                    "ExpressionAttributeValues": [":c": ["S": "odd"]], "Select": "COUNT",
                ])
            #expect(found["Count"] == 166)
            try await apus.invoke(
                "dynamodb:UpdateTable",
                ["TableName": "simple", "GlobalSecondaryIndexUpdates": [["Delete": ["IndexName": "by-c"]]]])
            await apus.advance(by: .seconds(1))
            let entries = try await apus.kernel.store.read { tx in
                try tx.value("SELECT count(*) FROM dynamodb_entry", as: Int.self)
            }
            #expect(entries == 0)
            try await apus.expectRefusal(
                "dynamodb:Query",
                [
                    "TableName": "simple", "IndexName": "by-c", "KeyConditionExpression": "c = :c",
                    "ExpressionAttributeValues": [":c": ["S": "odd"]],
                ],
                "The table does not have the specified index: by-c")
        }
    }

    @Test func whatIsNotServedIsRefusedByItsName() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            let failure = try await apus.failure(
                "dynamodb:UpdateTable",
                [
                    "TableName": "simple",
                    "SSESpecification": ["Enabled": true, "SSEType": "KMS"],
                ])
            #expect(failure?.code == "NotImplemented")
            #expect(failure?.message.contains("SSESpecification") == true)
            #expect(
                try await apus.failure("dynamodb:ExecuteStatement", ["Statement": "SELECT"])?.code
                    == "NotImplemented")
        }
    }

    @Test func expiredItemsAreRemoved() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            let now = apus.now.seconds
            func put(_ name: String, _ after: Int64) async throws {
                try await apus.put(
                    ["p": ["S": .string(name)], "until": ["N": .string(String(now + after))]], into: "simple")
            }
            try await put("before", 100)
            try await apus.invoke(
                "dynamodb:UpdateTimeToLive",
                [
                    "TableName": "simple",
                    "TimeToLiveSpecification": ["Enabled": true, "AttributeName": "until"],
                ])
            #expect(
                try await apus.invoke("dynamodb:DescribeTimeToLive", ["TableName": "simple"])[
                    "TimeToLiveDescription"] == ["TimeToLiveStatus": "ENABLED", "AttributeName": "until"])
            try await apus.expectRefusal(
                "dynamodb:UpdateTimeToLive",
                [
                    "TableName": "simple",
                    "TimeToLiveSpecification": ["Enabled": true, "AttributeName": "until"],
                ],
                "TimeToLive is already enabled")
            try await put("after", 200)
            try await put("ancient", -200_000_000)
            try await put("far", 200_000)
            try await apus.put(["p": ["S": "text"], "until": ["S": "1"]], into: "simple")
            await apus.advance(by: .seconds(90))
            #expect(try await apus.get(["p": ["S": "before"]], from: "simple") != nil)
            await apus.advance(by: .seconds(12))
            #expect(try await apus.get(["p": ["S": "before"]], from: "simple") == nil)
            #expect(try await apus.get(["p": ["S": "after"]], from: "simple") != nil)
            await apus.advance(by: .seconds(100))
            #expect(try await apus.get(["p": ["S": "after"]], from: "simple") == nil)
            await apus.advance(by: .seconds(200_000))
            #expect(try await apus.get(["p": ["S": "far"]], from: "simple") == nil)
            #expect(try await apus.get(["p": ["S": "ancient"]], from: "simple") != nil)
            #expect(try await apus.get(["p": ["S": "text"]], from: "simple") != nil)
            #expect(
                try await apus.invoke("dynamodb:DescribeTable", ["TableName": "simple"])["Table"]?[
                    "ItemCount"] == 2)
        }
    }
}
