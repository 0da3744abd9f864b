internal import Kernel
internal import Store

/// The rows of `sqs_attempt`: what was received under a `ReceiveRequestAttemptId`, in the order in which it
/// expires. Access paths: by id; by (line, attempt).
enum Attempts {
    struct Attempt: RowDecodable {
        static let columns: StaticString = "id, expires_at, received"

        let id: Int64
        let expiresAt: Instant
        /// Keys and receive counts of the messages: `key:receives`, with commas between.
        let received: String

        init(row: borrowing Row) throws(StoreError) {
            id = try row.value(0)
            expiresAt = try row.value(1)
            received = try row.value(2)
        }

        var messages: [(key: MessageKey, receives: Int64)] {
            received.split(separator: ",").compactMap { entry in
                let parts = entry.split(separator: ":").compactMap { Int64($0) }
                return parts.count == 2 ? (MessageKey(value: parts[0]), parts[1]) : nil
            }
        }
    }

    static func find(_ attempt: String, line: Int64, in tx: borrowing Transaction) throws -> Attempt? {
        try tx.first(
            "SELECT \(raw: Attempt.columns) FROM sqs_attempt WHERE line = \(line) AND attempt = \(attempt)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sqs_attempt WHERE id = \(id)")
    }

    static func insert(
        _ attempt: String, line: Int64, messages: [ReceivedMessage], at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        let received = messages.map { "\($0.stored.key.value):\($0.receives)" }.joined(separator: ",")
        try tx.run(
            """
            DELETE FROM sqs_attempt WHERE expires_at <= \(now) AND id IN
                (SELECT id FROM sqs_attempt WHERE id > 0 ORDER BY id LIMIT \(Deduplications.removalsPerInsert))
            """)
        try tx.run(
            """
            INSERT INTO sqs_attempt (line, attempt, expires_at, received)
            VALUES (\(line), \(attempt), \(now + Limit.deduplicationInterval), \(received))
            """)
    }
}
