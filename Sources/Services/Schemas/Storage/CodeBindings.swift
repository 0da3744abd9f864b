internal import Kernel
internal import Store

/// Of which code a binding is.
struct BindingKey: Sendable {
    let schema: Int64
    let number: Int64
    let language: String
}

/// Code that was asked for. It is made anew when it is fetched, since it follows from the schema alone.
struct StoredBinding: RowDecodable, Sendable {
    static let complete = "CREATE_COMPLETE"
    static let columns: StaticString = "created_at, modified_at"

    let createdAt: Instant
    let modifiedAt: Instant

    init(row: borrowing Row) throws(StoreError) {
        createdAt = try row[0]
        modifiedAt = try row[1]
    }
}

/// The rows of `schemas_binding`. Access path: by (schema, number, scope, language), unique.
enum CodeBindings {
    static func put(
        _ key: BindingKey, at now: Instant, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredBinding {
        try tx.run(
            """
            INSERT INTO schemas_binding (scope, schema, number, language, created_at, modified_at)
            VALUES (\(scope.id), \(key.schema), \(key.number), \(key.language), \(now), \(now))
            ON CONFLICT (schema, number, scope, language) DO UPDATE SET modified_at = excluded.modified_at
            """)
        guard let binding = try at(key, scope, in: tx) else {
            throw StoreError.column(index: 0, expected: "a code binding", found: "nothing")
        }
        return binding
    }

    static func at(
        _ key: BindingKey, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredBinding? {
        try tx.first(
            """
            SELECT \(raw: StoredBinding.columns) FROM schemas_binding
            WHERE schema = \(key.schema) AND number = \(key.number) AND scope = \(scope.id)
                AND language = \(key.language)
            """)
    }

    static func removeAll(of schema: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM schemas_binding WHERE schema = \(schema)")
    }

    static func removeAll(of schema: Int64, version: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM schemas_binding WHERE schema = \(schema) AND number = \(version)")
    }
}
