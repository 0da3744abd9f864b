internal import CloudWatchLogsInterface
internal import Kernel
internal import Store

extension StoredPolicy: RowDecodable {
    static let columns: StaticString = "id, resource, name, document, revision, updated_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        resource = try row[1]
        name = try row[2]
        document = try row[3]
        revision = try row[4]
        updatedAt = try row[5]
    }
}

/// The rows of `logs_policy`. Access path: by (scope, resource, name).
enum Policies {
    static func named(
        _ name: String, resource: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredPolicy? {
        try tx.first(
            """
            SELECT \(raw: StoredPolicy.columns) FROM logs_policy
            WHERE scope = \(scope.id) AND resource = \(resource) AND name = \(name)
            """)
    }

    /// Policies of a resource, of the account where it is empty, in the order of their names.
    static func of(
        _ resource: String, _ scope: Scope, after name: String = "", limit: Int = StoredPolicy.countMax + 1,
        in tx: borrowing Transaction
    ) throws -> [StoredPolicy] {
        try tx.all(
            """
            SELECT \(raw: StoredPolicy.columns) FROM logs_policy
            WHERE scope = \(scope.id) AND resource = \(resource) AND name >= \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// Policies of resources, in the order of their ARNs.
    static func ofResources(
        _ scope: Scope, after resource: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredPolicy] {
        try tx.all(
            """
            SELECT \(raw: StoredPolicy.columns) FROM logs_policy
            WHERE scope = \(scope.id) AND resource > \(resource) ORDER BY resource, name LIMIT \(limit)
            """)
    }

    static func put(
        _ document: String, as name: String, resource: String, revision: String, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO logs_policy (scope, resource, name, document, revision, updated_at)
            VALUES (\(call.scope.id), \(resource), \(name), \(document), \(revision), \(call.now))
            ON CONFLICT (scope, resource, name) DO UPDATE SET document = excluded.document,
                revision = excluded.revision, updated_at = excluded.updated_at
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM logs_policy WHERE id = \(id)")
    }
}
