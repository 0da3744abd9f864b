internal import CloudWatchLogsInterface
internal import Kernel
internal import Store

extension Group: RowDecodable {
    static let columns: StaticString = "id, name, created_at, retention_days, stored_bytes"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        createdAt = try row[2]
        retentionDays = try row[3]
        storedBytes = try row[4]
    }
}

/// The rows of `logs_group`. Access path: by (scope, name).
enum Groups {
    static func insert(_ name: String, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        let count = try tx.changing(
            """
            INSERT INTO logs_group (scope, name, created_at, stored_bytes)
            VALUES (\(call.scope.id), \(name), \(call.now), 0) ON CONFLICT (scope, name) DO NOTHING
            """)
        guard count == 1 else {
            throw ResourceAlreadyExistsException("The specified log group already exists")
        }
    }

    static func find(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Group? {
        try tx.first(
            """
            SELECT \(raw: Group.columns) FROM logs_group
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func named(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Group {
        guard let found = try find(name, scope, in: tx) else { throw ResourceNotFoundException() }
        return found
    }

    /// Groups in the order of their names, those after `name` that begin with `prefix`.
    static func list(
        prefix: String, after name: String, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [Group] {
        try tx.all(
            """
            SELECT \(raw: Group.columns) FROM logs_group
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func setRetention(_ days: Int?, of group: Group, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE logs_group SET retention_days = \(days) WHERE id = \(group.id)")
    }

    static func retention(of id: Int64, in tx: borrowing Transaction) throws -> Int? {
        try tx.value("SELECT retention_days FROM logs_group WHERE id = \(id)", as: Int.self)
    }

    static func addBytes(_ count: Int, to id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE logs_group SET stored_bytes = stored_bytes + \(count) WHERE id = \(id)")
    }

    static func remove(_ group: Group, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM logs_group WHERE id = \(group.id)")
    }
}
