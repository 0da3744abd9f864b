internal import Kernel
internal import Store

extension StoredDestination: RowDecodable {
    static let columns: StaticString =
        "id, name, arn, description, connection, endpoint, method, rate, created_at, modified_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        arn = try row[2]
        description = try row[3]
        connection = try row[4]
        endpoint = try row[5]
        method = try row[6]
        rate = try row[7]
        createdAt = try row[8]
        modifiedAt = try row[9]
    }
}

/// The rows of `events_destination`. Access paths: by arn, unique; by (scope, name), unique, and
/// (scope, connection, name), for listing.
enum Destinations {
    static func insert(_ new: StoredDestination, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO events_destination
                (scope, name, arn, description, connection, endpoint, method, rate, created_at, modified_at)
            VALUES (\(scope.id), \(new.name), \(new.arn), \(new.description), \(new.connection),
                \(new.endpoint), \(new.method), \(new.rate), \(new.createdAt), \(new.modifiedAt))
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredDestination? {
        try tx.first(
            """
            SELECT \(raw: StoredDestination.columns) FROM events_destination
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func with(arn: String, in tx: borrowing Transaction) throws -> StoredDestination? {
        try tx.first("SELECT \(raw: StoredDestination.columns) FROM events_destination WHERE arn = \(arn)")
    }

    static func listed(
        _ scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredDestination] {
        try tx.all(
            """
            SELECT \(raw: StoredDestination.columns) FROM events_destination
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func listed(
        _ scope: Scope, connection arn: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredDestination] {
        try tx.all(
            """
            SELECT \(raw: StoredDestination.columns) FROM events_destination
            WHERE scope = \(scope.id) AND connection = \(arn) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func update(_ changed: StoredDestination, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_destination SET description = \(changed.description),
                connection = \(changed.connection), endpoint = \(changed.endpoint),
                method = \(changed.method), rate = \(changed.rate), modified_at = \(changed.modifiedAt)
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_destination WHERE id = \(id)")
    }
}
