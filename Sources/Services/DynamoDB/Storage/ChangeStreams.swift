internal import Kernel
internal import Store

/// The rows of `dynamodb_stream`. Access paths: by id; by (scope, table name, label), which is unique; by
/// table.
enum ChangeStreams {
    static func insert(
        table: Int64, _ name: String, _ scope: Scope, label: String, view: ChangeStream.View,
        keySchema: String, at now: Instant, in tx: borrowing Transaction
    ) throws -> Int64 {
        let last = try ChangeRecords.last(in: tx)
        return try tx.insert(
            """
            INSERT INTO dynamodb_stream
                (scope, table_id, table_name, label, view, key_schema, created_at, before_first, trimmed_to)
            VALUES (\(scope.id), \(table), \(name), \(label), \(view.rawValue), \(keySchema), \(now), \(last),
                \(last))
            """)
    }

    static func find(
        _ name: String, _ label: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> ChangeStream? {
        try tx.first(
            """
            SELECT \(raw: ChangeStream.columns) FROM dynamodb_stream
            WHERE scope = \(scope.id) AND table_name = \(name) AND label = \(label)
            """)
    }

    static func find(_ id: Int64, in tx: borrowing Transaction) throws -> ChangeStream? {
        try tx.first("SELECT \(raw: ChangeStream.columns) FROM dynamodb_stream WHERE id = \(id)")
    }

    /// The open stream of a table.
    static func open(of table: Int64, in tx: borrowing Transaction) throws -> ChangeStream? {
        try tx.first(
            """
            SELECT \(raw: ChangeStream.columns) FROM dynamodb_stream
            WHERE table_id = \(table) AND closed_at IS NULL
            """)
    }

    static func listed(
        _ scope: Scope, table: String?, after place: (name: String, label: String), limit: Int,
        in tx: borrowing Transaction
    ) throws -> [ChangeStream] {
        if let table {
            let label = place.name == table ? place.label : ""
            return try tx.all(
                """
                SELECT \(raw: ChangeStream.columns) FROM dynamodb_stream
                WHERE scope = \(scope.id) AND table_name = \(table) AND label > \(label)
                ORDER BY label LIMIT \(limit)
                """)
        }
        return try tx.all(
            """
            SELECT \(raw: ChangeStream.columns) FROM dynamodb_stream
            WHERE scope = \(scope.id) AND (table_name, label) > (\(place.name), \(place.label))
            ORDER BY table_name, label LIMIT \(limit)
            """)
    }

    static func close(_ id: Int64, at now: Instant, in tx: borrowing Transaction) throws {
        let last = try ChangeRecords.last(of: id, in: tx)
        try tx.run("UPDATE dynamodb_stream SET closed_at = \(now), last_closed = \(last) WHERE id = \(id)")
    }

    static func setTrimmed(_ id: Int64, to number: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE dynamodb_stream SET trimmed_to = \(number) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM dynamodb_stream WHERE id = \(id)")
    }
}
