internal import Kernel
internal import Store

/// The rows of `sns_archive`: messages of FIFO topics that keep them. Access paths: by (topic, sequence),
/// unique; by (topic, published_at).
enum Archive {
    /// Rows that expired and go with each one that comes, so that the archive shrinks as fast as it grows.
    static let sweepMax = 4

    static func insert(
        _ publication: Publication, sequence: Int64, _ topic: StoredTopic, retention: Duration,
        in tx: borrowing Transaction
    ) throws {
        let now = publication.publishedAt
        try tx.run(
            """
            INSERT INTO sns_archive (topic, sequence, published_at, publication)
            VALUES (\(topic.id), \(sequence), \(now), \(publication.text))
            """)
        let end = Instant(milliseconds: now.milliseconds - retention.milliseconds)
        try tx.run(
            """
            DELETE FROM sns_archive WHERE id IN (SELECT id FROM sns_archive
                WHERE topic = \(topic.id) AND published_at < \(end) ORDER BY published_at LIMIT \(sweepMax))
            """)
    }

    /// The place before the first message that was published at a moment or later; nil when there is none.
    static func place(before start: Instant, topic: Int64, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value(
            """
            SELECT sequence FROM sns_archive WHERE topic = \(topic) AND published_at >= \(start)
            ORDER BY published_at, sequence LIMIT 1
            """, as: Int64.self
        ).map { $0 - 1 }
    }

    static func messages(
        of topic: Int64, after place: Int64, through last: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [ArchivedMessage] {
        try tx.all(
            """
            SELECT \(raw: ArchivedMessage.columns) FROM sns_archive
            WHERE topic = \(topic) AND sequence > \(place) AND sequence <= \(last)
            ORDER BY sequence LIMIT \(limit)
            """)
    }

    /// Removes some messages of a topic that archives no more, and answers how many.
    static func remove(topic: Int64, limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.changing(
            """
            DELETE FROM sns_archive WHERE id IN
                (SELECT id FROM sns_archive WHERE topic = \(topic) ORDER BY sequence LIMIT \(limit))
            """)
    }
}

/// A message as the archive keeps it.
struct ArchivedMessage: RowDecodable, Sendable {
    static let columns: StaticString = "sequence, published_at, publication"
    let sequence: Int64
    let publishedAt: Instant
    let publication: String

    init(row: borrowing Row) throws(StoreError) {
        sequence = try row[0]
        publishedAt = try row[1]
        publication = try row[2]
    }
}
