import ApusTesting
import DynamoDB
import Testing
import Wire

/// The bounds of requests and answers, with the errors of AWS.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
@Suite struct LimitTests {
    private static let big = JSON.string(String(repeating: "x", count: 390_000))

    private func key(_ number: Int) -> JSON { ["p": ["S": .string("k\(number)")]] }

    private func bigItem(_ number: Int) -> JSON {
        ["p": ["S": .string("k\(number)")], "x": ["S": Self.big]]
    }

    private func puts(_ count: Int) -> JSON {
        [
            "TransactItems": .array(
                (0..<count).map { ["Put": ["TableName": "simple", "Item": bigItem($0)]] })
        ]
    }

    private func gets(_ numbers: [Int]) -> JSON {
        [
            "TransactItems": .array(
                numbers.map { ["Get": ["TableName": "simple", "Key": key($0)]] })
        ]
    }

    @Test func aTransactionHasAtMostFourMegabytes() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            let refusal = "The aggregate size of the items in the transaction cannot exceed 4 MB"
            try await apus.expectRefusal("dynamodb:TransactWriteItems", puts(11), refusal)
            #expect(try await apus.get(key(0), from: "simple") == nil)
            try await apus.invoke("dynamodb:TransactWriteItems", puts(10))
            try await apus.put(bigItem(10), into: "simple")
            try await apus.expectRefusal("dynamodb:TransactGetItems", gets(Array(0...10)), refusal)
            let found = try await apus.invoke("dynamodb:TransactGetItems", gets(Array(0..<10)))
            #expect(found["Responses"]?.array?.count == 10)
        }
    }

    @Test func aTransactionReadsAnItemOnce() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.expectRefusal(
                "dynamodb:TransactGetItems", gets([1, 2, 1]),
                "Transaction request cannot include multiple operations on one item")
        }
    }

    @Test func anAnswerOfABatchHasAtMostSixteenMegabytes() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            let count = 45
            for start in stride(from: 0, to: count, by: 10) {
                let requests = (start..<min(start + 10, count)).map { number -> JSON in
                    ["PutRequest": ["Item": bigItem(number)]]
                }
                try await apus.invoke(
                    "dynamodb:BatchWriteItem", ["RequestItems": ["simple": .array(requests)]])
            }
            var wanted: JSON? = ["simple": ["Keys": .array((0..<count).map(key)), "ConsistentRead": true]]
            var counts: [Int] = []
            while let request = wanted, request["simple"] != nil, counts.count < 5 {
                let answer = try await apus.invoke("dynamodb:BatchGetItem", ["RequestItems": request])
                counts.append(answer["Responses"]?["simple"]?.array?.count ?? 0)
                wanted = answer["UnprocessedKeys"]
                if wanted?["simple"] != nil { #expect(wanted?["simple"]?["ConsistentRead"] == true) }
            }
            #expect(counts == [43, 2])
        }
    }

    @Test func requestsHaveAtMostSoManyItems() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            try await apus.makeSimpleTable("other")
            let small = (0..<26).map { number -> JSON in ["DeleteRequest": ["Key": key(number)]] }
            try await apus.expectRefusal(
                "dynamodb:BatchWriteItem",
                [
                    "RequestItems": [
                        "simple": .array(Array(small.prefix(13))), "other": .array(Array(small.prefix(13))),
                    ]
                ],
                "Too many items requested for the BatchWriteItem call")
            let keys = (0..<51).map(key)
            try await apus.expectRefusal(
                "dynamodb:BatchGetItem",
                ["RequestItems": ["simple": ["Keys": .array(keys)], "other": ["Keys": .array(keys)]]],
                "Too many items requested for the BatchGetItem call")
            for (action, input) in [
                ("dynamodb:BatchWriteItem", ["RequestItems": ["simple": .array(small)]] as JSON),
                ("dynamodb:BatchGetItem", ["RequestItems": ["simple": ["Keys": .array((0..<101).map(key))]]]),
                ("dynamodb:TransactGetItems", gets(Array(0..<101))),
                (
                    "dynamodb:TransactWriteItems",
                    [
                        "TransactItems": .array(
                            (0..<101).map { ["Delete": ["TableName": "simple", "Key": key($0)]] })
                    ]
                ),
            ] {
                let failure = try await apus.failure(action, input)
                #expect(failure?.code == "ValidationException")
                #expect(failure?.message.hasPrefix("1 validation error detected: Value '") == true)
                #expect(failure?.message.contains("Member must have length less than or equal to") == true)
            }
        }
    }

    @Test func numbersHaveAtMost38Digits() async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            let digits = String(repeating: "9", count: 38)
            try await apus.put(item("a", 1, ["v": ["N": .string(digits)]]))
            #expect(try await apus.get(item("a", 1))?["v"] == ["N": .string(digits)])
            for (text, message) in [
                (digits + "9", "Attempting to store more than 38 significant digits in a Number"),
                ("0." + digits + "9", "Attempting to store more than 38 significant digits in a Number"),
                (
                    "1e126",
                    "Number overflow. Attempting to store a number with magnitude larger than supported range"
                ),
                (
                    "1e-131",
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range"
                ),
            ] {
                try await apus.expectRefusal(
                    "dynamodb:PutItem",
                    ["TableName": "orders", "Item": item("a", 1, ["v": ["N": .string(text)]])], message)
                try await apus.expectRefusal(
                    "dynamodb:UpdateItem",
                    [
                        "TableName": "orders", "Key": item("a", 1), "UpdateExpression": "SET v = :v",
                        "ExpressionAttributeValues": [":v": ["N": .string(text)]],
                    ],
                    "ExpressionAttributeValues contains invalid value: \(message) for key :v")
            }
            // A sum that needs more digits.
            let failure = try await apus.failure(
                "dynamodb:UpdateItem",
                [
                    "TableName": "orders", "Key": item("a", 1), "UpdateExpression": "ADD v :v",
                    "ExpressionAttributeValues": [":v": ["N": "0.5"]],
                ])
            #expect(failure?.code == "ValidationException")
            #expect(try await apus.get(item("a", 1))?["v"] == ["N": .string(digits)])
        }
    }

    @Test func expressionsHaveAtMost4096BytesAnd300Operators() async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            func get(_ projection: String) -> JSON {
                ["TableName": "orders", "Key": item("a", 1), "ProjectionExpression": .string(projection)]
            }
            let fits = String(repeating: "a", count: 4096)
            try await apus.invoke("dynamodb:GetItem", get(fits))
            try await apus.expectRefusal(
                "dynamodb:GetItem", get(fits + "a"),
                "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; "
                    + "expression size: 4097")
            func delete(_ operators: Int) -> JSON {
                let terms = (0...(operators - 1) / 2).map { _ in "a=:a" }
                return [
                    "TableName": "orders", "Key": item("a", 1),
                    "ConditionExpression": .string(terms.joined(separator: " OR ")),
                    "ExpressionAttributeValues": [":a": ["S": "a"]],
                ]
            }
            #expect(
                try await apus.failure("dynamodb:DeleteItem", delete(299))?.code
                    == "ConditionalCheckFailedException")
            let failure = try await apus.failure("dynamodb:DeleteItem", delete(301))
            #expect(failure?.code == "ValidationException")
            #expect(
                failure?.message.hasPrefix(
                    "Invalid ConditionExpression: The expression contains too many operators;") == true)
        }
    }

    @Test func wordsOfTheLanguageAreNoNames() async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            for word in ["name", "Status", "SIZE", "user", "ttl", "data", "year", "counter"] {
                try await apus.expectRefusal(
                    "dynamodb:GetItem",
                    [
                        "TableName": "orders", "Key": item("a", 1),
                        "ProjectionExpression": .string(word),
                    ],
                    "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: \(word)"
                )
            }
        }
    }

    @Test func whatAnExpressionDoesNotUseIsRefused() async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            func update(_ names: JSON?, _ values: JSON?) -> JSON {
                var input: JSONObject = [
                    "TableName": "orders", "Key": item("a", 1), "UpdateExpression": "REMOVE b",
                ]
                input["ExpressionAttributeNames"] = names
                input["ExpressionAttributeValues"] = values
                return .object(input)
            }
            try await apus.expectRefusal(
                "dynamodb:UpdateItem", update(["#a": "a"], nil),
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}")
            try await apus.expectRefusal(
                "dynamodb:UpdateItem", update(nil, [":a": ["S": "a"]]),
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}")
            try await apus.expectRefusal(
                "dynamodb:UpdateItem", update([:], nil), "ExpressionAttributeNames must not be empty")
            try await apus.expectRefusal(
                "dynamodb:UpdateItem", update(nil, [:]), "ExpressionAttributeValues must not be empty")
        }
    }

    @Test func anItemHasAtMost400Kilobytes() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            func item(_ size: Int) -> JSON {
                ["p": ["S": "k"], "x": ["S": .string(String(repeating: "x", count: size - 3))]]
            }
            try await apus.put(item(409_600), into: "simple")
            try await apus.expectRefusal(
                "dynamodb:PutItem", ["TableName": "simple", "Item": item(409_601)],
                "Item size has exceeded the maximum allowed size")
            try await apus.expectRefusal(
                "dynamodb:UpdateItem",
                [
                    "TableName": "simple", "Key": ["p": ["S": "k"]], "UpdateExpression": "SET y = :y",
                    "ExpressionAttributeValues": [":y": ["S": "y"]],
                ], "Item size to update has exceeded the maximum allowed size")
            let failure = try await apus.failure(
                "dynamodb:TransactWriteItems",
                [
                    "TransactItems": [
                        [
                            "Update": [
                                "TableName": "simple", "Key": ["p": ["S": "k"]],
                                "UpdateExpression": "SET y = :y",
                                "ExpressionAttributeValues": [":y": ["S": "y"]],
                            ]
                        ]
                    ]
                ])
            #expect(failure?.code == "TransactionCanceledException")
            #expect(failure?.message.hasSuffix("[ValidationError]") == true)
        }
    }
}
