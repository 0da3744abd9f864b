internal import Store

/// The rows of `dynamodb_entry`: where items stand in indexes. Access path: by (index, key).
///
/// An entry carries no attributes: they are read from the item, so that a change of an attribute that is no
/// key of the index touches no entry.
enum Entries {
    static func insert(_ index: Int64, _ key: [UInt8], item: Int64, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO dynamodb_entry (index_id, key, item_id) VALUES (\(index), \(key), \(item))
            ON CONFLICT (index_id, key) DO NOTHING
            """)
    }

    static func contains(_ index: Int64, _ key: [UInt8], in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            "SELECT item_id FROM dynamodb_entry WHERE index_id = \(index) AND key = \(key)", as: Int64.self)
            != nil
    }

    /// Answers whether the entry was there.
    static func remove(_ index: Int64, _ key: [UInt8], in tx: borrowing Transaction) throws -> Bool {
        try tx.changing("DELETE FROM dynamodb_entry WHERE index_id = \(index) AND key = \(key)") > 0
    }

    static func forEach(
        _ index: Int64, _ range: ByteRange, isForward: Bool, in tx: borrowing Transaction,
        _ body: (StoredItem) throws -> Bool
    ) throws {
        let high = range.high ?? ByteRange.end
        let order: SQL = isForward ? "ORDER BY e.key" : "ORDER BY e.key DESC"
        try tx.forEach(
            """
            SELECT i.id, i.size, i.item FROM dynamodb_entry e CROSS JOIN dynamodb_item i ON i.id = e.item_id
            WHERE e.index_id = \(index) AND e.key >= \(range.low) AND e.key < \(high) \(sql: order)
            """
        ) { row in
            try body(
                StoredItem(
                    row: try row.value(0), item: try row.withBytes(2) { try ItemCoding.decode($0) },
                    size: try row.integer(1)))
        }
    }

    static func removeSome(_ index: Int64, limit: Int, in tx: borrowing Transaction) throws -> Bool {
        let keys: [[UInt8]] = try tx.values(
            "SELECT key FROM dynamodb_entry WHERE index_id = \(index) ORDER BY key LIMIT \(limit)")
        for key in keys { _ = try remove(index, key, in: tx) }
        return keys.count == limit
    }

    static func first(_ index: Int64, from key: [UInt8], in tx: borrowing Transaction) throws -> [UInt8]? {
        try tx.value(
            "SELECT key FROM dynamodb_entry WHERE index_id = \(index) AND key >= \(key) ORDER BY key LIMIT 1")
    }
}
