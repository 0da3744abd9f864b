internal import Kernel
internal import Store

/// The rows of `sns_sent`. Access path: by id, in the order of sending.
enum SentMessages {
    /// Messages kept; older ones make room.
    static let countMax: Int64 = 10_000

    static func insert(_ message: SentMessage, in tx: borrowing Transaction) throws {
        let id = try tx.insert(
            """
            INSERT INTO sns_sent (message, medium, recipient, subject, content, source, sent_at)
            VALUES (\(message.id), \(message.medium.rawValue), \(message.recipient), \(message.subject),
                \(message.content), \(message.source), \(message.sentAt))
            """)
        try tx.run("DELETE FROM sns_sent WHERE id <= \(id - countMax)")
    }

    /// Messages in the order of their sending, with their places.
    static func listed(
        after place: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [(place: Int64, message: SentMessage)] {
        let rows: [SentRow] = try tx.all(
            """
            SELECT \(raw: SentRow.columns) FROM sns_sent WHERE id > \(place) ORDER BY id LIMIT \(limit)
            """)
        return rows.map { ($0.place, $0.message) }
    }
}

private struct SentRow: RowDecodable {
    static let columns: StaticString = "id, message, medium, recipient, subject, content, source, sent_at"

    let place: Int64
    let message: SentMessage

    init(row: borrowing Row) throws(StoreError) {
        place = try row[0]
        message = SentMessage(
            id: try row[1], medium: SentMessage.Medium(rawValue: try row[2]) ?? .email, recipient: try row[3],
            subject: try row[4], content: try row[5], sentAt: try row[7], source: try row[6])
    }
}
