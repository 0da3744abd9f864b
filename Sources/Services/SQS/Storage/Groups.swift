internal import Kernel
internal import Store

/// A message group of a FIFO queue that has messages.
struct Group: RowDecodable {
    static let columns: StaticString = "id, is_received, ready_at, head"

    let id: Int64
    /// Whether its first message was received before; then `readyAt` is the end of its invisibility, else the
    /// moment at which it was sent, to which the queue's delay adds.
    let isReceived: Bool
    let readyAt: Instant
    /// Its first message.
    let head: MessageKey

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        isReceived = try row.value(1)
        readyAt = try row.value(2)
        head = try row.value(3)
    }
}

/// The rows of `sqs_group`. Access paths: by id; by (line, name), which is unique; by (line, is_received,
/// ready_at).
enum Groups {
    static func named(_ name: String, line: Int64, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value("SELECT id FROM sqs_group WHERE line = \(line) AND name = \(name)")
    }

    static func find(_ id: Int64, in tx: borrowing Transaction) throws -> Group? {
        try tx.first("SELECT \(raw: Group.columns) FROM sqs_group WHERE id = \(id)")
    }

    /// Makes the group of a message that is about to be stored as its first.
    static func insert(
        _ name: String, head: MessageKey, sentAt: Instant, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO sqs_group (line, name, is_received, ready_at, head)
            VALUES (\(head.line), \(name), 0, \(sentAt), \(head))
            """)
    }

    static func update(
        _ id: Int64, isReceived: Bool, readyAt: Instant, head: MessageKey, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE sqs_group SET is_received = \(isReceived), ready_at = \(readyAt), head = \(head) WHERE id = \(id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sqs_group WHERE id = \(id)")
    }

    /// The groups whose first message may be received, longest waiting first.
    static func ready(
        line: Int64, received: Bool, until instant: Instant, limit: Int, in tx: borrowing Transaction
    ) throws -> [Group] {
        try tx.all(
            """
            SELECT \(raw: Group.columns) FROM sqs_group
            WHERE line = \(line) AND is_received = \(received) AND ready_at <= \(instant)
            ORDER BY ready_at, head LIMIT \(limit)
            """)
    }

    static func nextReady(
        line: Int64, received: Bool, after instant: Instant, in tx: borrowing Transaction
    ) throws -> Instant? {
        try tx.value(
            """
            SELECT ready_at FROM sqs_group
            WHERE line = \(line) AND is_received = \(received) AND ready_at > \(instant) ORDER BY ready_at LIMIT 1
            """)
    }
}
