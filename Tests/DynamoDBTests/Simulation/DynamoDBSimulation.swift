import ApusTesting
import DynamoDB
import DynamoDBInterface
import Kernel
import Testing
import Wire

/// One random history: every answer of the server is compared with the model's.
struct DynamoDBSimulation {
    typealias Key = TableModel.Key

    let apus: TestApus
    let seed: UInt64
    private var random: SeededRandom
    private var model = TableModel()
    private var transactions = 0

    init(_ apus: TestApus, seed: UInt64) {
        self.apus = apus
        self.seed = seed
        random = SeededRandom(seed)
    }

    mutating func run(steps: Int) async throws {
        try await apus.makeTable()
        for _ in 0..<steps { try await step() }
        try await expectCounts()
    }

    private mutating func step() async throws {
        switch random.below(13) {
        case 0...4: try await write(randomWrite(key()))
        case 5...6: try await transact()
        case 7: try await batch()
        case 8: try await expectPartition()
        case 9: try await expectIndex()
        case 10: try await expectLocalIndex()
        case 11: try await expectScan()
        default: try await expectItems()
        }
    }

    // MARK: Chance

    private mutating func key() -> Key { Key(p: "p\(random.below(3))", s: random.below(13) - 6) }

    private mutating func value() -> TableModel.Value {
        TableModel.Value(
            g: random.below(3) == 0 ? nil : "g\(random.below(3))",
            l: random.below(3) == 0 ? nil : "l\(random.below(4))", n: random.below(20))
    }

    private mutating func randomWrite(_ key: Key, isTransacted: Bool = false) -> TableModel.Write {
        switch random.below(isTransacted ? 8 : 7) {
        case 0...2: .put(key, value(), isNewOnly: random.below(3) == 0)
        case 3...4: .add(key, atMost: random.below(2) == 0 ? nil : random.below(20))
        case 5...6: .delete(key, mustExist: random.below(3) == 0)
        default: .check(key, exists: random.below(3) != 0)
        }
    }

    private mutating func range() -> TableModel.SortRange {
        let (a, b) = (random.below(13) - 6, random.below(13) - 6)
        return switch random.below(7) {
        case 0: .equal(a)
        case 1: .less(a)
        case 2: .atMost(a)
        case 3: .greater(a)
        case 4: .atLeast(a)
        case 5: .between(min(a, b), max(a, b))
        default: .all
        }
    }

    // MARK: Writes

    private mutating func write(_ write: TableModel.Write) async throws {
        let failure = try await apus.failure(write.action, .object(write.input))
        let isAllowed = model.allows(write)
        #expect(failure?.code == (isAllowed ? nil : "ConditionalCheckFailedException"), "seed \(seed)")
        if isAllowed { model.make(write) }
    }

    private mutating func transact() async throws {
        var keys: Set<Key> = []
        for _ in 0..<(2 + random.below(3)) { keys.insert(key()) }
        let writes = keys.sorted().map { randomWrite($0, isTransacted: true) }
        transactions += 1
        let input: JSON = [
            "TransactItems": .array(writes.map(\.transacted)),
            "ClientRequestToken": .string("token-\(transactions)"),
        ]
        let allowed = writes.map { model.allows($0) }
        let failure = try await apus.failure("dynamodb:TransactWriteItems", input)
        if allowed.allSatisfy({ $0 }) {
            #expect(failure == nil, "seed \(seed)")
            for write in writes { model.make(write) }
            // The same token again changes nothing more.
            if random.below(3) == 0 { try await apus.invoke("dynamodb:TransactWriteItems", input) }
        } else {
            let codes = (failure as? TransactionCanceledException)?.cancellationReasons?.map(\.code)
            #expect(codes == allowed.map { $0 ? "None" : "ConditionalCheckFailed" }, "seed \(seed)")
        }
    }

    private mutating func batch() async throws {
        var requests: [JSON] = []
        var keys: Set<Key> = []
        for _ in 0..<(1 + random.below(6)) {
            let key = key()
            guard keys.insert(key).inserted else { continue }
            if random.below(3) == 0 {
                requests.append(["DeleteRequest": ["Key": key.json]])
                model.make(.delete(key, mustExist: false))
            } else {
                let value = value()
                requests.append(["PutRequest": ["Item": TableModel.json(key, value)]])
                model.make(.put(key, value, isNewOnly: false))
            }
        }
        let answer = try await apus.invoke(
            "dynamodb:BatchWriteItem", ["RequestItems": ["orders": .array(requests)]])
        #expect(answer == ["UnprocessedItems": [:]], "seed \(seed)")
    }

    // MARK: Reads

    private mutating func expectItems() async throws {
        let keys = Array(Set((0..<3).map { _ in key() }))
        let answer = try await apus.invoke(
            "dynamodb:TransactGetItems",
            ["TransactItems": .array(keys.map { ["Get": ["TableName": "orders", "Key": $0.json]] })])
        let found = answer["Responses"]?.array?.map { $0["Item"] }
        #expect(found == keys.map { model.json($0) }, "seed \(seed)")
        #expect(try await apus.get(keys[0].json) == model.json(keys[0]), "seed \(seed)")
    }

    /// Reads all pages of a query or scan.
    private mutating func pages(_ action: String, _ input: JSONObject) async throws -> [JSON] {
        var input = input
        let limit = random.below(2) == 0 ? nil : 1 + random.below(6)
        if let limit { input["Limit"] = .number(String(limit)) }
        var items: [JSON] = []
        repeat {
            let page = try await apus.invoke(action, .object(input))
            let found = page["Items"]?.array ?? []
            #expect(page["Count"] == .number(String(found.count)), "seed \(seed)")
            let scanned = page["ScannedCount"]?.scalarText.flatMap { Int($0) } ?? -1
            #expect(scanned >= found.count && scanned <= limit ?? 100, "seed \(seed)")
            items += found
            input["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        } while input["ExclusiveStartKey"] != nil && items.count < 1000
        return items
    }

    private func query(
        _ index: String?, _ partition: (name: String, value: String), _ range: TableModel.SortRange
    ) -> JSONObject {
        var input: JSONObject = ["TableName": "orders"]
        if let index { input["IndexName"] = .string(index) }
        var values: JSONObject = [":p": ["S": .string(partition.value)]]
        for (name, value) in range.condition.values { values[name] = value }
        input["KeyConditionExpression"] = .string("\(partition.name) = :p\(range.condition.text)")
        input["ExpressionAttributeValues"] = .object(values)
        return input
    }

    private mutating func expectPartition() async throws {
        let (p, range, isForward) = ("p\(random.below(3))", range(), random.below(2) == 0)
        var input = query(nil, ("p", p), range)
        input["ScanIndexForward"] = .bool(isForward)
        let found = try await pages("dynamodb:Query", input)
        let keys = model.keys { key, _ in key.p == p && range.contains(key.s) }
        #expect(found == (isForward ? keys : keys.reversed()).map { model.json($0) }, "seed \(seed)")
    }

    private mutating func expectIndex() async throws {
        let (g, range, isForward) = ("g\(random.below(3))", range(), random.below(2) == 0)
        var input = query("by-g", ("g", g), range)
        input["ScanIndexForward"] = .bool(isForward)
        let found = try await pages("dynamodb:Query", input)
        let keys = model.keys { key, value in value.g == g && range.contains(key.s) }
        expectSame(found, keys)
        let order = found.compactMap { Key($0)?.s }
        #expect(order == (isForward ? order.sorted() : order.sorted(by: >)), "seed \(seed)")
    }

    private mutating func expectLocalIndex() async throws {
        let (p, l) = ("p\(random.below(3))", "l\(random.below(4))")
        var input = query("by-l", ("p", p), .all)
        input["KeyConditionExpression"] = "p = :p AND l >= :l"
        input["ExpressionAttributeValues"] = [":p": ["S": .string(p)], ":l": ["S": .string(l)]]
        input["Select"] = "ALL_ATTRIBUTES"
        let found = try await pages("dynamodb:Query", input)
        expectSame(found, model.keys { key, value in key.p == p && value.l.map { $0 >= l } ?? false })
        let order = found.compactMap { $0["l"]?["S"]?.string }
        #expect(order == order.sorted(), "seed \(seed)")
    }

    private mutating func expectScan() async throws {
        var input: JSONObject = ["TableName": "orders"]
        let isIndex = random.below(2) == 0
        if isIndex { input["IndexName"] = "by-g" }
        let least = random.below(20)
        let hasFilter = random.below(2) == 0
        if hasFilter {
            input["FilterExpression"] = "n >= :n OR attribute_not_exists(l)"
            input["ExpressionAttributeValues"] = [":n": ["N": .string(String(least))]]
        }
        var found: [JSON] = []
        let segments = 1 + random.below(3)
        for segment in 0..<segments {
            if segments > 1 {
                input["TotalSegments"] = .number(String(segments))
                input["Segment"] = .number(String(segment))
            }
            found += try await pages("dynamodb:Scan", input)
        }
        expectSame(
            found,
            model.keys { _, value in
                guard !isIndex || value.g != nil else { return false }
                return !hasFilter || value.l == nil || value.n.map { $0 >= least } ?? false
            })
    }

    /// The items of the keys in any order.
    private func expectSame(_ found: [JSON], _ keys: [Key]) {
        let sorted = found.sorted { a, b in
            guard let a = Key(a), let b = Key(b) else { return false }
            return a < b
        }
        #expect(sorted == keys.map { model.json($0) }, "seed \(seed)")
    }

    private func expectCounts() async throws {
        let table = try await apus.invoke("dynamodb:DescribeTable", ["TableName": "orders"])["Table"]
        #expect(table?["ItemCount"] == .number(String(model.items.count)), "seed \(seed)")
        let owned = JSON.number(String(model.items.values.count { $0.g != nil }))
        for index in table?["GlobalSecondaryIndexes"]?.array ?? [] {
            #expect(index["ItemCount"] == owned, "seed \(seed)")
        }
        let local = JSON.number(String(model.items.values.count { $0.l != nil }))
        #expect(table?["LocalSecondaryIndexes"]?.array?.first?["ItemCount"] == local, "seed \(seed)")
    }
}
