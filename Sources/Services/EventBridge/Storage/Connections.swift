internal import Kernel
internal import Store
internal import Wire

extension StoredConnection: RowDecodable {
    static let columns: StaticString =
        "id, name, arn, description, type, parameters, secret_arn, created_at, modified_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        arn = try row[2]
        description = try row[3]
        type = try row[4]
        let text: String = try row[5]
        do {
            parameters = try JSON(parsing: text)
        } catch {
            throw StoreError.column(index: 5, expected: "JSON", found: "other text")
        }
        secretARN = try row[6]
        createdAt = try row[7]
        modifiedAt = try row[8]
    }
}

/// The rows of `events_connection`. Access paths: by arn, unique; by (scope, name), unique, for listing.
enum Connections {
    static func insert(_ new: StoredConnection, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO events_connection
                (scope, name, arn, description, type, parameters, secret_arn, created_at, modified_at)
            VALUES (\(scope.id), \(new.name), \(new.arn), \(new.description), \(new.type),
                \(new.parameters.text), \(new.secretARN), \(new.createdAt), \(new.modifiedAt))
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredConnection? {
        try tx.first(
            """
            SELECT \(raw: StoredConnection.columns) FROM events_connection
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func with(arn: String, in tx: borrowing Transaction) throws -> StoredConnection? {
        try tx.first("SELECT \(raw: StoredConnection.columns) FROM events_connection WHERE arn = \(arn)")
    }

    static func listed(
        _ scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredConnection] {
        try tx.all(
            """
            SELECT \(raw: StoredConnection.columns) FROM events_connection
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func update(_ changed: StoredConnection, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_connection SET description = \(changed.description), type = \(changed.type),
                parameters = \(changed.parameters.text), modified_at = \(changed.modifiedAt)
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_connection WHERE id = \(id)")
    }
}
