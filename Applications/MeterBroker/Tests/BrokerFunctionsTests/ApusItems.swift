import ApusTesting
import BrokerFunctions
import DynamoDBInterface
import Synchronization
import Wire

/// The functions' tables on a real DynamoDB in this process.
struct ApusItems: Items {
    let apus: TestApus
    let fuse = Fuse()

    /// Ends the function that uses the tables after so many transactions, as a crash would.
    final class Fuse: Sendable {
        struct Blown: Error {}

        let transactionsLeft = Mutex<Int?>(nil)

        func burn() throws {
            try transactionsLeft.withLock { left in
                guard let count = left else { return }
                if count == 0 { throw Blown() }
                left = count - 1
            }
        }
    }

    private func call<O: Shape>(_ operation: String, _ input: some Shape, _: O.Type) async throws -> O {
        let answer = try await apus.invoke("dynamodb:\(operation)", JSON(parsing: input.json()))
        return try O(json: answer.utf8)
    }

    func get(_ input: GetItemInput) async throws -> Item? {
        try await call("GetItem", input, GetItemOutput.self).item
    }
    func batchGet(_ input: BatchGetItemInput) async throws -> BatchGetItemOutput {
        try await call("BatchGetItem", input, BatchGetItemOutput.self)
    }
    func query(_ input: QueryInput) async throws -> QueryOutput {
        try await call("Query", input, QueryOutput.self)
    }
    func put(_ input: PutItemInput) async throws { _ = try await call("PutItem", input, PutItemOutput.self) }
    func batchWrite(_ input: BatchWriteItemInput) async throws -> BatchWriteItemOutput {
        try await call("BatchWriteItem", input, BatchWriteItemOutput.self)
    }
    func update(_ input: UpdateItemInput) async throws -> Item {
        try await call("UpdateItem", input, UpdateItemOutput.self).attributes ?? [:]
    }
    func transact(_ input: TransactWriteItemsInput) async throws {
        try fuse.burn()
        _ = try await call("TransactWriteItems", input, TransactWriteItemsOutput.self)
    }

    /// The tables of the template, by the names of its outputs.
    static let tables: [(name: String, hash: String, range: String?, indexes: [(String, String, String?)])] = [
        ("Messages", "id", nil, [("outbox-index", "outbox", "order"), ("series-index", "series", "order")]),
        ("Deliveries", "receiver", "order", [("open-index", "open", "order")]),
        ("Participants", "id", nil, [("kind-index", "kind", nil)]),
        ("Meters", "meter", nil, []), ("Tallies", "participant", "slot", []), ("Refusals", "day", "at", []),
    ]

    func makeTables() async throws {
        for table in Self.tables {
            let keys = [(table.hash, table.range)] + table.indexes.map { ($0.1, $0.2) }
            let names = Set(keys.flatMap { [$0.0] + ($0.1.map { [$0] } ?? []) }).sorted()
            func schema(_ hash: String, _ range: String?) -> JSON {
                var elements: [JSON] = [["AttributeName": .string(hash), "KeyType": "HASH"]]
                if let range { elements.append(["AttributeName": .string(range), "KeyType": "RANGE"]) }
                return .array(elements)
            }
            var input: JSONObject = [
                "TableName": .string(table.name), "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": .array(
                    names.map { ["AttributeName": .string($0), "AttributeType": "S"] }),
                "KeySchema": schema(table.hash, table.range),
            ]
            if !table.indexes.isEmpty {
                input["GlobalSecondaryIndexes"] = .array(
                    table.indexes.map {
                        [
                            "IndexName": .string($0.0), "KeySchema": schema($0.1, $0.2),
                            "Projection": ["ProjectionType": $0.0 == "open-index" ? "KEYS_ONLY" : "ALL"],
                        ]
                    })
            }
            try await apus.invoke("dynamodb:CreateTable", .object(input))
        }
        await apus.settle()
    }
}
