internal import Kernel
internal import Store

/// What a FIFO queue accepted under a deduplication id.
struct Deduplication: RowDecodable {
    static let columns: StaticString = "id, expires_at, message_id, message"

    let id: Int64
    let expiresAt: Instant
    let messageID: String
    let message: MessageKey

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        expiresAt = try row.value(1)
        messageID = try row.value(2)
        message = try row.value(3)
    }
}

/// The rows of `sqs_deduplication`, in the order in which they expire. Access paths: by id; by (line, key).
enum Deduplications {
    /// Expired rows that each new one takes away, so that their number follows the number of live ones.
    static let removalsPerInsert = 4

    static func find(_ key: String, line: Int64, in tx: borrowing Transaction) throws -> Deduplication? {
        try tx.first(
            "SELECT \(raw: Deduplication.columns) FROM sqs_deduplication WHERE line = \(line) AND key = \(key)"
        )
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sqs_deduplication WHERE id = \(id)")
    }

    static func insert(
        _ key: String, messageID: String, message: MessageKey, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            DELETE FROM sqs_deduplication WHERE expires_at <= \(now) AND id IN
                (SELECT id FROM sqs_deduplication WHERE id > 0 ORDER BY id LIMIT \(removalsPerInsert))
            """)
        try tx.run(
            """
            INSERT INTO sqs_deduplication (line, key, expires_at, message_id, message)
            VALUES (\(message.line), \(key), \(now + Limit.deduplicationInterval), \(messageID), \(message))
            """)
    }
}
