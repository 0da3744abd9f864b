internal import DynamoDBExpressions
internal import Kernel
internal import Store

/// The rows of `dynamodb_record`, whose ids are the sequence numbers. Access paths: by id; by (stream, id).
enum ChangeRecords {
    static func insert(
        _ stream: Int64, _ kind: ChangeRecord.Kind, key: Item, new: Item?, old: Item?, isExpiry: Bool,
        at now: Instant, in tx: borrowing Transaction
    ) throws {
        let size = ItemSize.of(key) + (new.map(ItemSize.of) ?? 0) + (old.map(ItemSize.of) ?? 0)
        try tx.run(
            """
            INSERT INTO dynamodb_record (stream_id, at, is_expiry, item_key, new_image, old_image, kind, size)
            VALUES (\(stream), \(now), \(isExpiry), \(ItemCoding.encode(key)), \(new.map(ItemCoding.encode)),
                \(old.map(ItemCoding.encode)), \(kind.rawValue), \(size))
            """)
    }

    /// The newest record of all streams, or 0.
    static func last(in tx: borrowing Transaction) throws -> Int64 {
        try tx.value("SELECT id FROM dynamodb_record ORDER BY id DESC LIMIT 1") ?? 0
    }

    /// The newest record of a stream.
    static func last(of stream: Int64, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value(
            "SELECT id FROM dynamodb_record WHERE stream_id = \(stream) ORDER BY id DESC LIMIT 1")
    }

    /// Lends the records after a place, those that are too old left out, until `body` answers false.
    static func forEach(
        _ stream: Int64, after number: Int64, since oldest: Instant, in tx: borrowing Transaction,
        _ body: (ChangeRecord) throws -> Bool
    ) throws {
        try tx.forEach(
            """
            SELECT \(raw: ChangeRecord.columns) FROM dynamodb_record
            WHERE stream_id = \(stream) AND id > \(number) AND at >= \(oldest) ORDER BY id
            """
        ) { row in try body(try ChangeRecord(row: row)) }
    }

    /// When the oldest record of a stream was written.
    static func oldest(_ stream: Int64, in tx: borrowing Transaction) throws -> Instant? {
        try tx.value("SELECT at FROM dynamodb_record WHERE stream_id = \(stream) ORDER BY id LIMIT 1")
    }

    /// No stream's: where the newest record of all ends, whose number must not be given again.
    private static let nobody: Int64 = 0

    /// Removes some of the oldest records; answers how many and the last of them.
    static func removeSome(
        _ stream: Int64, before oldest: Instant, limit: Int, in tx: borrowing Transaction
    ) throws -> (count: Int, last: Int64?) {
        let newest = try last(in: tx)
        let ids: [Int64] = try tx.values(
            """
            SELECT id FROM dynamodb_record WHERE stream_id = \(stream) AND at < \(oldest)
            ORDER BY id LIMIT \(limit)
            """)
        for id in ids where id != newest { try tx.run("DELETE FROM dynamodb_record WHERE id = \(id)") }
        if ids.last == newest {
            try tx.run(
                """
                UPDATE dynamodb_record
                SET stream_id = \(nobody), item_key = \([UInt8]()), new_image = NULL, old_image = NULL
                WHERE id = \(newest)
                """)
        }
        try tx.run("DELETE FROM dynamodb_record WHERE stream_id = \(nobody) AND id < \(newest)")
        return (ids.count, ids.last)
    }
}
