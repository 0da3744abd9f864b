internal import DynamoDBExpressions
internal import DynamoDBInterface
internal import Kernel

/// A table as requests for items need it; rebuilt from its rows whenever it changes.
final class Table: Sendable {
    let id: Int64
    let scope: Scope
    let name: String
    /// What `DescribeTable` answers, except counts.
    let description: TableDescription
    let key: KeySchema
    let indexes: [TableIndex]
    /// The attribute that says when an item expires, and the index by that moment.
    let expiry: Expiry?
    /// Where changes are told; nil when nobody wants to know.
    let stream: ChangeStream?

    struct Expiry: Sendable {
        let attribute: String
        let index: Int64

        /// Older moments are taken for mistakes, as AWS does: five years.
        static let ageMaxSeconds = 157_784_630

        /// The key of an item in the index by expiry; nil when the item does not expire.
        func entryKey(_ item: Item, _ key: [UInt8]) -> [UInt8]? {
            guard case .number(let moment)? = item[attribute] else { return nil }
            var bytes: [UInt8] = []
            moment.writeOrdered(to: &bytes)
            return bytes + key
        }
    }

    init(
        id: Int64, scope: Scope, description: TableDescription, indexRows: [IndexRow], expiry: Expiry?,
        stream: ChangeStream?
    ) {
        self.stream = stream
        self.id = id
        self.scope = scope
        self.description = description
        self.expiry = expiry
        name = description.tableName ?? ""
        let definitions = description.attributeDefinitions ?? []
        key = KeySchema(description.keySchema ?? [], definitions)
        let states = Dictionary(indexRows.map { ($0.name, $0) }) { first, _ in first }
        var indexes: [TableIndex] = []
        for local in description.localSecondaryIndexes ?? [] {
            guard let name = local.indexName, let row = states[name] else { continue }
            let schema = KeySchema(local.keySchema ?? [], definitions)
            indexes.append(TableIndex(row, schema, local.projection, tableKey: key, isGlobal: false))
        }
        for global in description.globalSecondaryIndexes ?? [] {
            guard let name = global.indexName, let row = states[name] else { continue }
            let schema = KeySchema(global.keySchema ?? [], definitions)
            indexes.append(TableIndex(row, schema, global.projection, tableKey: key, isGlobal: true))
        }
        self.indexes = indexes
    }

    var arn: String { scope.arn("dynamodb", "table/\(name)").description }
    /// Whether a write must know what the item was.
    var watchesItems: Bool { !indexes.isEmpty || expiry != nil || stream != nil }
    var hasLocalIndexes: Bool { indexes.contains { !$0.isGlobal } }

    func index(_ name: String) throws(ValidationException) -> TableIndex {
        guard let index = indexes.first(where: { $0.name == name }) else {
            throw ValidationException("The table does not have the specified index: \(name)")
        }
        return index
    }

    /// The attributes that updates must leave alone, and those of which indexes demand a type.
    func checkIndexKeys(_ item: Item) throws(ValidationException) {
        for index in indexes { try index.check(item) }
    }
}
