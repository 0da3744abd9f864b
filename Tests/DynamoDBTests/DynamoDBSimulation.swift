import ApusTesting
import Testing
import Wire

/// Random puts, updates, deletes and queries against a plain model of a table: a dictionary.
@Suite struct DynamoDBSimulation {
    private struct Key: Hashable {
        let p: String
        let s: Int
    }

    private struct Value: Equatable {
        var g: String?
        var n: Int?
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func theTableAgreesWithItsModel(_ seed: UInt64) async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            var random = SeededRandom(seed)
            var model: [Key: Value] = [:]
            for _ in 0..<250 {
                let key = Key(p: "p\(random.below(3))", s: random.below(13) - 6)
                switch random.below(7) {
                case 0, 1: try await put(key, &random, &model, apus)
                case 2: try await increment(key, &model, apus)
                case 3: try await delete(key, &model, apus)
                case 4: try await expectPartition(key.p, random.below(2) == 0, model, apus)
                case 5: try await expectIndex("g\(random.below(3))", model, apus)
                default: try await expectItem(key, model, apus)
                }
            }
            let table = try await apus.invoke("dynamodb:DescribeTable", ["TableName": "orders"])["Table"]
            #expect(table?["ItemCount"] == .number(String(model.count)))
            let indexed = model.values.filter { $0.g != nil }.count
            #expect(table?["GlobalSecondaryIndexes"]?.array?.first?["ItemCount"] == .number(String(indexed)))
        }
    }

    private func json(_ key: Key, _ value: Value) -> JSON {
        var object: JSONObject = ["p": ["S": .string(key.p)], "s": ["N": .string(String(key.s))]]
        if let g = value.g { object["g"] = ["S": .string(g)] }
        if let n = value.n { object["n"] = ["N": .string(String(n))] }
        return .object(object)
    }

    private func put(
        _ key: Key, _ random: inout SeededRandom, _ model: inout [Key: Value], _ apus: TestApus
    ) async throws {
        let value = Value(g: random.below(3) == 0 ? nil : "g\(random.below(3))", n: random.below(100))
        let isNewOnly = random.below(3) == 0
        var input: JSONObject = ["TableName": "orders", "Item": json(key, value)]
        if isNewOnly { input["ConditionExpression"] = "attribute_not_exists(p)" }
        let failure = try await apus.failure("dynamodb:PutItem", .object(input))
        let isRefused = isNewOnly && model[key] != nil
        #expect(failure?.code == (isRefused ? "ConditionalCheckFailedException" : nil))
        if !isRefused { model[key] = value }
    }

    private func increment(_ key: Key, _ model: inout [Key: Value], _ apus: TestApus) async throws {
        let answer = try await apus.invoke(
            "dynamodb:UpdateItem",
            [
                "TableName": "orders", "Key": json(key, Value()), "UpdateExpression": "ADD n :one REMOVE g",
                "ExpressionAttributeValues": [":one": ["N": "1"]], "ReturnValues": "ALL_NEW",
            ])
        let value = Value(g: nil, n: (model[key]?.n ?? 0) + 1)
        model[key] = value
        #expect(answer["Attributes"] == json(key, value))
    }

    private func delete(_ key: Key, _ model: inout [Key: Value], _ apus: TestApus) async throws {
        let answer = try await apus.invoke(
            "dynamodb:DeleteItem",
            ["TableName": "orders", "Key": json(key, Value()), "ReturnValues": "ALL_OLD"])
        #expect(answer["Attributes"] == model[key].map { json(key, $0) })
        model[key] = nil
    }

    private func expectItem(_ key: Key, _ model: [Key: Value], _ apus: TestApus) async throws {
        #expect(try await apus.get(json(key, Value())) == model[key].map { json(key, $0) })
    }

    private func expectPartition(_ p: String, _ isForward: Bool, _ model: [Key: Value], _ apus: TestApus)
        async throws
    {
        let answer = try await apus.invoke(
            "dynamodb:Query",
            [
                "TableName": "orders", "KeyConditionExpression": "p = :p AND s >= :least",
                "ScanIndexForward": .bool(isForward),
                "ExpressionAttributeValues": [":p": ["S": .string(p)], ":least": ["N": "-3"]],
            ])
        let keys = model.keys.filter { $0.p == p && $0.s >= -3 }.sorted {
            isForward ? $0.s < $1.s : $0.s > $1.s
        }
        #expect(answer["Items"]?.array == keys.map { json($0, model[$0] ?? Value()) })
    }

    private func expectIndex(_ g: String, _ model: [Key: Value], _ apus: TestApus) async throws {
        let answer = try await apus.invoke(
            "dynamodb:Query",
            [
                "TableName": "orders", "IndexName": "by-g", "KeyConditionExpression": "g = :g",
                "ExpressionAttributeValues": [":g": ["S": .string(g)]],
            ])
        let expected = model.filter { $0.value.g == g }.map { json($0.key, $0.value) }
        let found = answer["Items"]?.array ?? []
        #expect(found.count == expected.count)
        #expect(expected.allSatisfy { found.contains($0) })
        let order = found.compactMap { $0["s"]?["N"]?.string.flatMap { Int($0) } }
        #expect(order == order.sorted())
    }
}
