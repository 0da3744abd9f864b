internal import Kernel
internal import Store

/// A message that has left the waiting line: it was received, or has a delay of its own.
struct HiddenMessage: RowDecodable {
    static let columns: StaticString = "id, visible_at, is_delayed, receives, first_received_at, received_at"

    let key: MessageKey
    /// From when on it may be received again.
    var visibleAt: Instant
    /// Whether it was never received yet.
    var isDelayed: Bool
    var receives: Int64
    var firstReceivedAt: Instant?
    var receivedAt: Instant?

    init(row: borrowing Row) throws(StoreError) {
        key = try row.value(0)
        visibleAt = try row.value(1)
        isDelayed = try row.value(2)
        receives = try row.value(3)
        firstReceivedAt = try row.value(4)
        receivedAt = try row.value(5)
    }
}

/// The rows of `sqs_hidden`. Access paths: by key; by (line, visible_at, key).
enum HiddenMessages {
    static func insertDelayed(_ key: MessageKey, until instant: Instant, in tx: borrowing Transaction) throws
    {
        try tx.run(
            """
            INSERT INTO sqs_hidden (id, line, visible_at, is_delayed, receives)
            VALUES (\(key), \(key.line), \(instant), 1, 0)
            """)
    }

    /// Records that the message is received for the first time.
    static func insertReceived(
        _ key: MessageKey, at now: Instant, until instant: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sqs_hidden (id, line, visible_at, is_delayed, receives, first_received_at, received_at)
            VALUES (\(key), \(key.line), \(instant), 0, 1, \(now), \(now))
            """)
    }

    /// The same for messages that follow one another in their line: all that are there from `first` to
    /// `last`.
    static func insertReceived(
        from first: MessageKey, through last: MessageKey, at now: Instant, until instant: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sqs_hidden
                (id, line, visible_at, is_delayed, receives, first_received_at, received_at)
            SELECT id, \(first.line), \(instant), 0, 1, \(now), \(now) FROM sqs_message
            WHERE id >= \(first) AND id <= \(last) ORDER BY id
            """)
    }

    static func update(_ hidden: HiddenMessage, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sqs_hidden SET visible_at = \(hidden.visibleAt), is_delayed = \(hidden.isDelayed),
                receives = \(hidden.receives), first_received_at = \(hidden.firstReceivedAt),
                received_at = \(hidden.receivedAt)
            WHERE id = \(hidden.key)
            """)
    }

    static func find(_ key: MessageKey, in tx: borrowing Transaction) throws -> HiddenMessage? {
        try tx.first("SELECT \(raw: HiddenMessage.columns) FROM sqs_hidden WHERE id = \(key)")
    }

    /// Removes the row and answers what it was.
    static func remove(_ key: MessageKey, in tx: borrowing Transaction) throws -> HiddenMessage? {
        try tx.first("DELETE FROM sqs_hidden WHERE id = \(key) RETURNING \(raw: HiddenMessage.columns)")
    }

    /// Removes the rows that are there and answers what they were.
    static func remove(_ keys: [MessageKey], in tx: borrowing Transaction) throws -> [HiddenMessage] {
        if keys.count == 1 { return try remove(keys[0], in: tx).map { [$0] } ?? [] }
        return try tx.all(
            "DELETE FROM sqs_hidden WHERE id IN (\(list: keys)) RETURNING \(raw: HiddenMessage.columns)")
    }

    /// Those that may be received again, longest first.
    static func due(line: Int64, at now: Instant, limit: Int, in tx: borrowing Transaction) throws
        -> [HiddenMessage]
    {
        try tx.all(
            """
            SELECT \(raw: HiddenMessage.columns) FROM sqs_hidden
            WHERE line = \(line) AND visible_at <= \(now) ORDER BY visible_at, id LIMIT \(limit)
            """)
    }

    /// When the next message becomes visible, after `now`.
    static func nextDue(line: Int64, after now: Instant, in tx: borrowing Transaction) throws -> Instant? {
        try tx.value(
            """
            SELECT visible_at FROM sqs_hidden WHERE line = \(line) AND visible_at > \(now)
            ORDER BY visible_at LIMIT 1
            """)
    }

    /// The last message that was taken out of the waiting lane; the next one to receive stands behind it.
    static func last(in lane: ClosedRange<MessageKey>, _ tx: borrowing Transaction) throws -> MessageKey? {
        try tx.value(
            """
            SELECT id FROM sqs_hidden WHERE id >= \(lane.lowerBound) AND id <= \(lane.upperBound)
            ORDER BY id DESC LIMIT 1
            """)
    }
}

extension HiddenMessages {
    /// How many came due in a span of time, and how many of them had a delay.
    struct Count: RowDecodable {
        static let columns: StaticString = "count(*), coalesce(sum(is_delayed), 0)"

        let all: Int
        let delayed: Int

        init(row: borrowing Row) throws(StoreError) {
            all = try row.value(0)
            delayed = try row.value(1)
        }
    }

    static func countDue(
        line: Int64, after start: Instant, until end: Instant, in tx: borrowing Transaction
    ) throws -> Count? {
        try tx.first(
            """
            SELECT \(raw: Count.columns) FROM sqs_hidden
            WHERE line = \(line) AND visible_at > \(start) AND visible_at <= \(end)
            """)
    }

    /// When the message that is `offset` messages further came due; nil when there are fewer.
    static func dueTime(
        line: Int64, after start: Instant, until end: Instant, offset: Int, in tx: borrowing Transaction
    ) throws -> Instant? {
        try tx.value(
            """
            SELECT visible_at FROM sqs_hidden
            WHERE line = \(line) AND visible_at > \(start) AND visible_at <= \(end)
            ORDER BY visible_at LIMIT 1 OFFSET \(offset)
            """)
    }
}
