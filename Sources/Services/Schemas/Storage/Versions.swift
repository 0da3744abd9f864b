internal import Kernel
internal import Store

extension StoredVersion: RowDecodable {
    static let columns: StaticString = "number, type, content, created_at"

    init(row: borrowing Row) throws(StoreError) {
        number = try row[0]
        type = try row[1]
        content = try row[2]
        createdAt = try row[3]
    }
}

/// The rows of `schemas_version`. Access path: by (schema, number), unique.
enum Versions {
    static func insert(_ new: StoredVersion, of schema: Int64, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO schemas_version (schema, number, type, content, created_at)
            VALUES (\(schema), \(new.number), \(new.type), \(new.content), \(new.createdAt))
            """)
    }

    static func numbered(
        _ number: Int64, of schema: Int64, in tx: borrowing Transaction
    ) throws -> StoredVersion? {
        try tx.first(
            """
            SELECT \(raw: StoredVersion.columns) FROM schemas_version
            WHERE schema = \(schema) AND number = \(number)
            """)
    }

    /// Versions below a number without their contents, the newest first.
    static func listed(
        of schema: Int64, below number: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredVersion] {
        try tx.all(
            """
            SELECT number, type, '', created_at FROM schemas_version
            WHERE schema = \(schema) AND number < \(number) ORDER BY number DESC LIMIT \(limit)
            """)
    }

    static func oldest(of schema: Int64, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value(
            "SELECT number FROM schemas_version WHERE schema = \(schema) ORDER BY number LIMIT 1",
            as: Int64.self)
    }

    static func remove(_ number: Int64, of schema: Int64, in tx: borrowing Transaction) throws -> Bool {
        try CodeBindings.removeAll(of: schema, version: number, in: tx)
        return try tx.changing("DELETE FROM schemas_version WHERE schema = \(schema) AND number = \(number)")
            > 0
    }

    static func removeAll(of schema: Int64, in tx: borrowing Transaction) throws {
        try CodeBindings.removeAll(of: schema, in: tx)
        try tx.run("DELETE FROM schemas_version WHERE schema = \(schema)")
    }
}
