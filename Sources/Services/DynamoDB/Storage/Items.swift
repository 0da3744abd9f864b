internal import DynamoDBExpressions
internal import Store

/// An item in its row.
struct StoredItem: Sendable {
    let row: Int64
    let item: Item
    let size: Int
}

/// The rows of `dynamodb_item`. Access paths: by (table, key), which is unique; by id.
enum Items {
    static func find(_ table: Table, _ key: [UInt8], in tx: borrowing Transaction) throws -> StoredItem? {
        var found: StoredItem?
        try tx.forEach(
            "SELECT id, size, item FROM dynamodb_item WHERE table_id = \(table.id) AND key = \(key)"
        ) { row in
            found = StoredItem(
                row: try row.value(0), item: try row.withBytes(2) { try ItemCoding.decode($0) },
                size: try row.integer(1))
            return false
        }
        return found
    }

    /// Where an item is, without what is in it.
    static func locate(_ table: Table, _ key: [UInt8], in tx: borrowing Transaction) throws -> StoredItem? {
        var found: StoredItem?
        try tx.forEach("SELECT id, size FROM dynamodb_item WHERE table_id = \(table.id) AND key = \(key)") {
            row in
            found = StoredItem(row: try row.value(0), item: [:], size: try row.integer(1))
            return false
        }
        return found
    }

    /// Inserts an item in its coding; answers its row.
    static func insert(
        _ table: Table, _ key: [UInt8], _ item: [UInt8], size: Int, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO dynamodb_item (table_id, key, size, item)
            VALUES (\(table.id), \(key), \(size), \(item))
            """)
    }

    static func replace(_ row: Int64, _ item: [UInt8], size: Int, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE dynamodb_item SET size = \(size), item = \(item) WHERE id = \(row)")
    }

    static func remove(_ row: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM dynamodb_item WHERE id = \(row)")
    }

    /// Lends the items of a range in order until `body` answers false.
    static func forEach(
        _ table: Table, _ range: ByteRange, isForward: Bool, in tx: borrowing Transaction,
        _ body: (StoredItem) throws -> Bool
    ) throws {
        let high = range.high ?? ByteRange.end
        let order: SQL = isForward ? "ORDER BY key" : "ORDER BY key DESC"
        try tx.forEach(
            """
            SELECT id, size, item FROM dynamodb_item
            WHERE table_id = \(table.id) AND key >= \(range.low) AND key < \(high) \(sql: order)
            """
        ) { row in
            try body(
                StoredItem(
                    row: try row.value(0), item: try row.withBytes(2) { try ItemCoding.decode($0) },
                    size: try row.integer(1)))
        }
    }

    /// Rows of a table with their keys, in the order of keys: how an index is filled.
    static func page(
        _ table: Table, after key: [UInt8], limit: Int, in tx: borrowing Transaction
    ) throws -> [(stored: StoredItem, key: [UInt8])] {
        var page: [(stored: StoredItem, key: [UInt8])] = []
        try tx.forEach(
            """
            SELECT id, size, item, key FROM dynamodb_item WHERE table_id = \(table.id) AND key > \(key)
            ORDER BY key LIMIT \(limit)
            """
        ) { row in
            let item = try row.withBytes(2) { try ItemCoding.decode($0) }
            let stored = StoredItem(row: try row.value(0), item: item, size: try row.integer(1))
            page.append((stored: stored, key: try row.blob(3)))
            return true
        }
        return page
    }

    /// Removes some rows of a table; answers whether any were left.
    static func removeSome(_ table: Int64, limit: Int, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM dynamodb_item WHERE id IN
            (SELECT id FROM dynamodb_item WHERE table_id = \(table) ORDER BY key LIMIT \(limit))
            """) == limit
    }
}
