internal import Kernel
internal import Store

extension StoredRegistry: RowDecodable {
    static let columns: StaticString = "id, scope, name, description, policy, revision, schema_count"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        name = try row[2]
        description = try row[3]
        policy = try row[4]
        revision = try row[5]
        schemaCount = try row[6]
    }
}

/// The rows of `schemas_registry`. Access paths: by id; by (scope, name), unique.
enum Registries {
    static func insert(
        _ name: String, description: String?, scope: Int64, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO schemas_registry (scope, name, description, schema_count)
            VALUES (\(scope), \(name), \(description), \(0))
            """)
    }

    static func named(
        _ name: String, scope: Int64, in tx: borrowing Transaction
    ) throws -> StoredRegistry? {
        try tx.first(
            """
            SELECT \(raw: StoredRegistry.columns) FROM schemas_registry
            WHERE scope = \(scope) AND name = \(name)
            """)
    }

    /// How many there are, as far as `limit`.
    static func count(upTo limit: Int, scope: Int64, in tx: borrowing Transaction) throws -> Int {
        try tx.value(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM schemas_registry WHERE scope = \(scope) LIMIT \(limit))
                AS counted
            """, as: Int.self) ?? 0
    }

    /// Registries whose names begin with `prefix`, in the order of their names.
    static func listed(
        prefix: String, after name: String, limit: Int, scope: Int64, in tx: borrowing Transaction
    ) throws -> [StoredRegistry] {
        try tx.all(
            """
            SELECT \(raw: StoredRegistry.columns) FROM schemas_registry
            WHERE scope = \(scope) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func describe(_ id: Int64, as description: String, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE schemas_registry SET description = \(description) WHERE id = \(id)")
    }

    static func set(
        policy: String?, revision: String?, of id: Int64, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            "UPDATE schemas_registry SET policy = \(policy), revision = \(revision) WHERE id = \(id)")
    }

    static func count(schemas change: Int, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE schemas_registry SET schema_count = schema_count + \(change) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM schemas_registry WHERE id = \(id)")
    }
}
