internal import CloudWatchLogsInterface
internal import Kernel
internal import Store

extension StoredDestination: RowDecodable {
    static let columns: StaticString = "id, name, resource, format, policy"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        resource = try row[2]
        let format: String? = try row[3]
        self.format = format.flatMap { Format(rawValue: $0) }
        policy = try row[4]
    }
}

/// The rows of `logs_destination`. Access paths: by id; by (scope, name), unique, for listing.
enum DeliveryDestinations {
    /// Makes a destination, or gives the one of its name another resource.
    static func put(
        _ name: String, resource: String, format: StoredDestination.Format?, _ scope: Scope,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO logs_destination (scope, name, resource, format)
            VALUES (\(scope.id), \(name), \(resource), \(format?.rawValue))
            ON CONFLICT (scope, name) DO UPDATE SET resource = excluded.resource
            """)
    }

    static func find(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredDestination? {
        try tx.first(
            """
            SELECT \(raw: StoredDestination.columns) FROM logs_destination
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredDestination {
        guard let found = try find(name, scope, in: tx) else {
            throw ResourceNotFoundException("Requested Delivery Destination does not exist in this account.")
        }
        return found
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredDestination? {
        try tx.first("SELECT \(raw: StoredDestination.columns) FROM logs_destination WHERE id = \(id)")
    }

    static func listed(
        _ scope: Scope, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredDestination] {
        try tx.all(
            """
            SELECT \(raw: StoredDestination.columns) FROM logs_destination
            WHERE scope = \(scope.id) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    static func setPolicy(_ policy: String?, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE logs_destination SET policy = \(policy) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM logs_destination WHERE id = \(id)")
    }
}
