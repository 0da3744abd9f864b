internal import Kernel
internal import Store

extension StoredSchema: RowDecodable {
    static let columns: StaticString =
        "id, registry, name, description, latest, version_count, next, modified_at, token"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        registry = try row[1]
        name = try row[2]
        description = try row[3]
        latest = try row[4]
        versionCount = try row[5]
        next = try row[6]
        modifiedAt = try row[7]
        token = try row[8]
    }
}

/// The rows of `schemas_schema`. Access paths: by id; by (registry, name), unique.
enum SchemaRows {
    static func insert(_ new: StoredSchema, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO schemas_schema
                (registry, name, description, latest, version_count, next, modified_at, token)
            VALUES (\(new.registry), \(new.name), \(new.description), \(new.latest), \(new.versionCount),
                \(new.next), \(new.modifiedAt), \(new.token))
            """)
    }

    static func update(_ changed: StoredSchema, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE schemas_schema SET description = \(changed.description), latest = \(changed.latest),
                version_count = \(changed.versionCount), next = \(changed.next),
                modified_at = \(changed.modifiedAt), token = \(changed.token)
            WHERE id = \(changed.id)
            """)
    }

    static func named(
        _ name: String, registry: Int64, in tx: borrowing Transaction
    ) throws -> StoredSchema? {
        try tx.first(
            """
            SELECT \(raw: StoredSchema.columns) FROM schemas_schema
            WHERE registry = \(registry) AND name = \(name)
            """)
    }

    /// Schemas whose names begin with `prefix`, in the order of their names.
    static func listed(
        registry: Int64, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredSchema] {
        try tx.all(
            """
            SELECT \(raw: StoredSchema.columns) FROM schemas_schema
            WHERE registry = \(registry) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// What events of the schema were seen to look like; nil for a schema that was not discovered.
    static func shape(of id: Int64, in tx: borrowing Transaction) throws -> String? {
        try tx.value("SELECT shape FROM schemas_schema WHERE id = \(id) AND shape IS NOT NULL")
    }

    static func set(shape: String, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE schemas_schema SET shape = \(shape) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM schemas_schema WHERE id = \(id)")
    }
}
