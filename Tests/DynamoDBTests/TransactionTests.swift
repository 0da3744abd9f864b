import ApusTesting
import DynamoDBExpressions
import DynamoDBInterface
import Testing
import Wire

@Suite struct TransactionTests {
    private func put(_ p: String, _ more: KeyValuePairs<String, JSON> = [:]) -> JSON {
        var object: JSONObject = ["TableName": "simple", "Item": ["p": ["S": .string(p)]]]
        for (name, value) in more { object[name] = value }
        return ["Put": .object(object)]
    }

    @Test func allIsWrittenOrNothing() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.put(["p": ["S": "there"]], into: "simple")
            let failure = try await apus.failure(
                "dynamodb:TransactWriteItems",
                [
                    "TransactItems": [
                        put(
                            "there",
                            [
                                "ConditionExpression": "attribute_not_exists(p)",
                                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                            ]), put("new"),
                    ]
                ])
            let refusal = try #require(failure as? TransactionCanceledException)
            #expect(
                refusal.message
                    == "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]"
            )
            #expect(refusal.cancellationReasons?.map { $0.code } == ["ConditionalCheckFailed", "None"])
            #expect(refusal.cancellationReasons?.first?.message == "The conditional request failed")
            #expect(refusal.cancellationReasons?.first?.item == ["p": .string("there")])
            #expect(try await apus.get(["p": ["S": "new"]], from: "simple") == nil)
            try await apus.invoke(
                "dynamodb:TransactWriteItems",
                [
                    "TransactItems": [
                        put("new"), ["Delete": ["TableName": "simple", "Key": ["p": ["S": "there"]]]],
                        [
                            "Update": [
                                "TableName": "simple", "Key": ["p": ["S": "up"]],
                                "UpdateExpression": "SET n = :n",
                                "ExpressionAttributeValues": [":n": ["N": "1"]],
                            ]
                        ],
                        [
                            "ConditionCheck": [
                                "TableName": "simple", "Key": ["p": ["S": "none"]],
                                "ConditionExpression": "attribute_not_exists(p)",
                            ]
                        ],
                    ]
                ])
            let read = try await apus.invoke(
                "dynamodb:TransactGetItems",
                [
                    "TransactItems": .array(
                        ["new", "there", "up"].map {
                            ["Get": ["TableName": "simple", "Key": ["p": ["S": .string($0)]]]]
                        })
                ])
            #expect(
                read["Responses"] == [
                    ["Item": ["p": ["S": "new"]]], [:], ["Item": ["p": ["S": "up"], "n": ["N": "1"]]],
                ])
        }
    }

    @Test func aTokenIsGoodForOneTransaction() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            func add(_ amount: String) -> JSON {
                [
                    "ClientRequestToken": "token",
                    "TransactItems": [
                        [
                            "Update": [
                                "TableName": "simple", "Key": ["p": ["S": "a"]],
                                "UpdateExpression": "ADD n :n",
                                "ExpressionAttributeValues": [":n": ["N": .string(amount)]],
                            ]
                        ]
                    ],
                ]
            }
            try await apus.invoke("dynamodb:TransactWriteItems", add("1"))
            try await apus.invoke("dynamodb:TransactWriteItems", add("1"))
            #expect(try await apus.get(["p": ["S": "a"]], from: "simple")?["n"] == ["N": "1"])
            #expect(
                try await apus.failure("dynamodb:TransactWriteItems", add("2"))?.code
                    == "IdempotentParameterMismatchException")
            await apus.advance(by: .seconds(601))
            try await apus.invoke("dynamodb:TransactWriteItems", add("2"))
            #expect(try await apus.get(["p": ["S": "a"]], from: "simple")?["n"] == ["N": "3"])
        }
    }

    @Test func anItemAppearsOnceInATransactionOrBatch() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.expectRefusal(
                "dynamodb:TransactWriteItems", ["TransactItems": [put("a"), put("a")]],
                "Transaction request cannot include multiple operations on one item")
            let request: JSON = ["PutRequest": ["Item": ["p": ["S": "a"]]]]
            try await apus.expectRefusal(
                "dynamodb:BatchWriteItem", ["RequestItems": ["simple": [request, request]]],
                "Provided list of item keys contains duplicates")
            try await apus.expectRefusal(
                "dynamodb:BatchGetItem",
                ["RequestItems": ["simple": ["Keys": [["p": ["S": "a"]], ["p": ["S": "a"]]]]]],
                "Provided list of item keys contains duplicates")
        }
    }

    @Test func batchesWriteAndRead() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.put(["p": ["S": "old"]], into: "simple")
            let written = try await apus.invoke(
                "dynamodb:BatchWriteItem",
                [
                    "RequestItems": [
                        "simple": [
                            ["PutRequest": ["Item": ["p": ["S": "a"], "v": ["N": "1"]]]],
                            ["DeleteRequest": ["Key": ["p": ["S": "old"]]]],
                        ]
                    ]
                ])
            #expect(written == ["UnprocessedItems": [:]])
            let read = try await apus.invoke(
                "dynamodb:BatchGetItem",
                [
                    "RequestItems": [
                        "simple": [
                            "Keys": [["p": ["S": "a"]], ["p": ["S": "old"]]], "ProjectionExpression": "v",
                        ]
                    ]
                ])
            #expect(read == ["Responses": ["simple": [["v": ["N": "1"]]]], "UnprocessedKeys": [:]])
            try await apus.expectRefusal(
                "dynamodb:BatchWriteItem",
                ["RequestItems": ["nothing": [["PutRequest": ["Item": ["p": ["S": "a"]]]]]]],
                "Requested resource not found", code: "ResourceNotFoundException")
        }
    }
}
