internal import Store

/// The rows of `dynamodb_index`. Access paths: by id; by table.
enum IndexRows {
    static func insert(
        _ name: String, table: Int64, state: IndexRow.State, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO dynamodb_index (table_id, name, state, position)
            VALUES (\(table), \(name), \(state.rawValue), \([UInt8]()))
            """)
    }

    /// The indexes of a table that are in use; there are at most a few dozen.
    static func of(_ table: Int64, in tx: borrowing Transaction) throws -> [IndexRow] {
        try tx.all(
            """
            SELECT \(raw: IndexRow.columns) FROM dynamodb_index WHERE table_id = \(table)
            AND state <> \(IndexRow.State.dropping.rawValue) ORDER BY id
            """)
    }

    static func find(_ id: Int64, in tx: borrowing Transaction) throws -> IndexRow? {
        try tx.first("SELECT \(raw: IndexRow.columns) FROM dynamodb_index WHERE id = \(id)")
    }

    static func set(
        _ id: Int64, state: IndexRow.State, position: [UInt8], in tx: borrowing Transaction
    ) throws {
        try tx.run(
            "UPDATE dynamodb_index SET state = \(state.rawValue), position = \(position) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM dynamodb_index WHERE id = \(id)")
    }
}
