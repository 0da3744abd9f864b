internal import CloudWatchLogsInterface
internal import Kernel
internal import Store

extension StoredSource: RowDecodable {
    static let columns: StaticString = "id, name, resource, log_type"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        resource = try row[2]
        logType = try row[3]
    }
}

/// The rows of `logs_source`. Access paths: by (scope, name), unique, for listing; by (scope, resource, log
/// type), unique.
enum DeliverySources {
    static func insert(
        _ name: String, resource: String, logType: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO logs_source (scope, name, resource, log_type)
            VALUES (\(scope.id), \(name), \(resource), \(logType))
            """)
    }

    static func find(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredSource? {
        try tx.first(
            """
            SELECT \(raw: StoredSource.columns) FROM logs_source
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func named(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> StoredSource {
        guard let found = try find(name, scope, in: tx) else {
            throw ResourceNotFoundException("Requested Delivery Source does not exist in this account.")
        }
        return found
    }

    /// The sources of a resource, one for each type of its logs at most.
    static func of(
        _ resource: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [StoredSource] {
        try tx.all(
            """
            SELECT \(raw: StoredSource.columns) FROM logs_source
            WHERE scope = \(scope.id) AND resource = \(resource) ORDER BY log_type
            """)
    }

    static func listed(
        _ scope: Scope, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredSource] {
        try tx.all(
            """
            SELECT \(raw: StoredSource.columns) FROM logs_source
            WHERE scope = \(scope.id) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM logs_source WHERE id = \(id)")
    }
}
