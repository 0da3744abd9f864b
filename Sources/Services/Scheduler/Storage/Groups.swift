internal import Kernel
internal import Store

extension StoredGroup: RowDecodable {
    static let columns: StaticString = "id, name, is_deleting, token, created_at, modified_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        isDeleting = try row[2]
        token = try row[3]
        createdAt = try row[4]
        modifiedAt = try row[5]
    }
}

/// The rows of `scheduler_group`. Access paths: by id; by (scope, name), unique.
enum Groups {
    static func insert(
        _ name: String, token: String?, at now: Instant, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO scheduler_group (scope, name, is_deleting, token, created_at, modified_at)
            VALUES (\(scope.id), \(name), \(false), \(token), \(now), \(now))
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredGroup? {
        try tx.first(
            """
            SELECT \(raw: StoredGroup.columns) FROM scheduler_group
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredGroup? {
        try tx.first("SELECT \(raw: StoredGroup.columns) FROM scheduler_group WHERE id = \(id)")
    }

    /// How many there are, as far as `limit`.
    static func count(upTo limit: Int, _ scope: Scope, in tx: borrowing Transaction) throws -> Int {
        try tx.value(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM scheduler_group WHERE scope = \(scope.id) LIMIT \(limit))
                AS counted
            """, as: Int.self) ?? 0
    }

    /// Groups whose names begin with `prefix`, in the order of their names.
    static func listed(
        prefix: String, after name: String, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [StoredGroup] {
        try tx.all(
            """
            SELECT \(raw: StoredGroup.columns) FROM scheduler_group
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func beginDeletion(_ id: Int64, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE scheduler_group SET is_deleting = \(true), modified_at = \(now) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM scheduler_group WHERE id = \(id)")
    }
}
