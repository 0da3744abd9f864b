internal import Kernel
internal import Store

/// The rows of `sns_deduplication`: messages of FIFO topics seen within the last five minutes.
///
/// Access paths: by (topic, key), unique; by id, whose order is also that of expiry.
enum Deduplication {
    static let window: Duration = .seconds(300)
    /// Rows forgotten with each one that is remembered, so that the table shrinks as fast as it grows.
    static let sweepMax = 4

    struct Known: RowDecodable {
        static let columns: StaticString = "message, sequence, expires_at"
        let message: String
        let sequence: Int64
        let expiresAt: Instant

        init(row: borrowing Row) throws(StoreError) {
            message = try row[0]
            sequence = try row[1]
            expiresAt = try row[2]
        }
    }

    static func known(
        _ key: String, topic: Int64, at now: Instant, in tx: borrowing Transaction
    ) throws -> Known? {
        let found: Known? = try tx.first(
            "SELECT \(raw: Known.columns) FROM sns_deduplication WHERE topic = \(topic) AND key = \(key)")
        return found.flatMap { $0.expiresAt > now ? $0 : nil }
    }

    static func remember(
        _ key: String, topic: StoredTopic, message: (id: String, sequence: Int64), at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run("DELETE FROM sns_deduplication WHERE topic = \(topic.id) AND key = \(key)")
        try tx.run(
            """
            INSERT INTO sns_deduplication (topic, key, message, sequence, expires_at)
            VALUES (\(topic.id), \(key), \(message.id), \(message.sequence), \(now + window))
            """)
        try tx.run(
            """
            DELETE FROM sns_deduplication WHERE expires_at <= \(now) AND id IN
                (SELECT id FROM sns_deduplication ORDER BY id LIMIT \(sweepMax))
            """)
    }
}
