public import DynamoDBExpressions
public import DynamoDBInterface

/// The value of an attribute.
public typealias Value = AttributeValue
/// An item of a table: its attributes by name.
public typealias Item = [String: Value]

/// The tables, as the functions use them. Each method is one request to DynamoDB.
public protocol Items: Sendable {
    func get(_ input: GetItemInput) async throws -> Item?
    /// Items that are not there are absent in the answer; at most 100 keys.
    func batchGet(_ input: BatchGetItemInput) async throws -> BatchGetItemOutput
    func query(_ input: QueryInput) async throws -> QueryOutput
    func put(_ input: PutItemInput) async throws
    func batchWrite(_ input: BatchWriteItemInput) async throws -> BatchWriteItemOutput
    /// Answers the attributes that `ReturnValues` asks for.
    func update(_ input: UpdateItemInput) async throws -> Item
    func transact(_ input: TransactWriteItemsInput) async throws
}

extension Item {
    func text(_ name: String) -> String? { self[name]?.text }
    func number(_ name: String) -> Int? {
        guard case .number(let number)? = self[name] else { return nil }
        var digits: [UInt8] = []
        number.write(to: &digits)
        return Int(String(decoding: digits, as: UTF8.self))
    }
    func flag(_ name: String) -> Bool { if case .boolean(let value)? = self[name] { value } else { false } }
    func elements(_ name: String) -> [Value] { if case .list(let list)? = self[name] { list } else { [] } }
    func texts(_ name: String) -> [String] { elements(name).compactMap(\.text) }
}

extension Value {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var fields: Item? { if case .map(let fields) = self { fields } else { nil } }

    var bytes: [UInt8]? { if case .binary(let bytes) = self { bytes } else { nil } }

    static func b(_ bytes: [UInt8]) -> Value { .binary(bytes) }
    static func s(_ text: String) -> Value { .string(text) }
    static func bool(_ value: Bool) -> Value { .boolean(value) }
    static func l(_ elements: [Value]) -> Value { .list(elements) }
    static func m(_ fields: Item) -> Value { .map(fields) }
    static func number(_ value: Int) -> Value { .number(Number(value)) }
}

extension Items {
    /// Reads up to any number of keys of several tables, consistently; absent items are left out.
    func all(_ keys: [String: [Item]]) async throws -> [String: [Item]] {
        var found: [String: [Item]] = [:]
        var rest = keys.flatMap { table, keys in keys.map { (table, $0) } }[...]
        while !rest.isEmpty {
            var request: [String: KeysAndAttributes] = [:]
            for (table, key) in rest.prefix(100) {
                request[table, default: KeysAndAttributes(keys: [], consistentRead: true)].keys.append(key)
            }
            rest = rest.dropFirst(100)
            let answer = try await batchGet(BatchGetItemInput(requestItems: request))
            for (table, items) in answer.responses ?? [:] { found[table, default: []] += items }
            for (table, left) in answer.unprocessedKeys ?? [:] { rest += left.keys.map { (table, $0) } }
        }
        return found
    }
}
