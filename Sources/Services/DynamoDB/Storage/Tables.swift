internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

/// The rows of `dynamodb_table`. Access paths: by id; by (scope, name), which is unique.
///
/// A deleted table keeps its row, out of every scope, until its items are gone.
enum Tables {
    private struct TableRow: RowDecodable {
        static let columns: StaticString = "id, description, expiry_attribute, expiry_index"
        let id: Int64
        let description: String
        let expiryAttribute: String?
        let expiryIndex: Int64?

        init(row: borrowing Row) throws(StoreError) {
            id = try row[0]
            description = try row[1]
            expiryAttribute = try row[2]
            expiryIndex = try row[3]
        }
    }

    static func insert(
        _ description: TableDescription, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO dynamodb_table (scope, name, description)
            VALUES (\(scope.id), \(description.tableName ?? ""), \(text(description)))
            """)
    }

    private static func text(_ description: TableDescription) -> String {
        String(decoding: description.json(), as: UTF8.self)
    }

    static func find(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Table? {
        let row = try tx.first(
            """
            SELECT \(raw: TableRow.columns) FROM dynamodb_table
            WHERE scope = \(scope.id) AND name = \(name)
            """,
            as: TableRow.self)
        guard let row else { return nil }
        var expiry: Table.Expiry?
        if let attribute = row.expiryAttribute, let index = row.expiryIndex {
            expiry = Table.Expiry(attribute: attribute, index: index)
        }
        return Table(
            id: row.id, scope: scope, description: try TableDescription(json: Array(row.description.utf8)),
            indexRows: try IndexRows.of(row.id, in: tx), expiry: expiry,
            stream: try ChangeStreams.open(of: row.id, in: tx))
    }

    /// The name of a table that has not been deleted.
    static func name(_ id: Int64, _ scope: Scope, in tx: borrowing Transaction) throws -> String? {
        try tx.value("SELECT name FROM dynamodb_table WHERE id = \(id) AND scope = \(scope.id)")
    }

    static func set(_ description: TableDescription, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE dynamodb_table SET description = \(text(description)) WHERE id = \(id)")
    }

    static func set(_ expiry: Table.Expiry?, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE dynamodb_table SET expiry_attribute = \(expiry?.attribute), expiry_index = \(expiry?.index)
            WHERE id = \(id)
            """)
    }

    /// Takes the table out of its scope; its name is free from then on.
    static func hide(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE dynamodb_table SET scope = \(-id) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM dynamodb_table WHERE id = \(id)")
    }

    static func names(
        _ scope: Scope, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT name FROM dynamodb_table WHERE scope = \(scope.id) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }
}
