internal import Kernel
internal import Store

/// A replay under way: messages after `place` are still to be sent.
struct ReplayRow: Sendable {
    let id: Int64
    let subscription: Int64
    let startsAt: Instant
    let endsAt: Instant?
    /// Nil until it begins.
    var place: Int64?
    /// The last message that was copied to the subscription when the replay began; those behind it come after
    /// the replay, as they would have come without it.
    var liveFrom: Int64
    /// Whether the replay itself is over and messages behind `liveFrom` are sent.
    var isLive: Bool
}

extension ReplayRow: RowDecodable {
    static let columns: StaticString = "id, subscription, starts_at, ends_at, place, live_from, is_live"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        subscription = try row[1]
        startsAt = try row[2]
        endsAt = try row[3]
        place = try row[4]
        liveFrom = try row[5]
        isLive = try row[6]
    }
}

/// The rows of `sns_replay`, one a subscription. Access paths: by id; by subscription, unique; by topic.
enum ReplayRows {
    static func insert(
        _ subscription: StoredSubscription, _ policy: ReplayPolicy, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_replay (subscription, topic, starts_at, ends_at, place, live_from, is_live)
            VALUES (\(subscription.id), \(subscription.topic), \(policy.start), \(policy.end), NULL, 0, FALSE)
            """)
    }

    static func of(_ subscription: Int64, in tx: borrowing Transaction) throws -> ReplayRow? {
        try tx.first(
            "SELECT \(raw: ReplayRow.columns) FROM sns_replay WHERE subscription = \(subscription)")
    }

    static func next(after id: Int64, in tx: borrowing Transaction) throws -> ReplayRow? {
        try tx.first("SELECT \(raw: ReplayRow.columns) FROM sns_replay WHERE id > \(id) ORDER BY id LIMIT 1")
    }

    static func isReplaying(topic: Int64, in tx: borrowing Transaction) throws -> Bool {
        try tx.value("SELECT id FROM sns_replay WHERE topic = \(topic) LIMIT 1", as: Int64.self) != nil
    }

    static func update(_ row: ReplayRow, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sns_replay SET place = \(row.place), live_from = \(row.liveFrom), is_live = \(row.isLive)
            WHERE id = \(row.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_replay WHERE id = \(id)")
    }
}
