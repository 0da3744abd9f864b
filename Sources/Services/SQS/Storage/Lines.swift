internal import Kernel
internal import SQSInterface
internal import Store

/// The line of a queue: how many messages it ever took, and how many there are of each kind.
///
/// A hidden message counts as hidden while it becomes visible after `settledAt`; settling moves that moment
/// on and takes off what came due since, so that each hidden message is counted once and none is looked at
/// twice.
struct Line: RowDecodable {
    static let columns: StaticString = "id, sequence, messages, in_flight, delayed, settled_at"

    let id: Int64
    var sequence: Int64
    var messages: Int
    var inFlight: Int
    var delayed: Int
    var settledAt: Instant

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        sequence = try row.value(1)
        messages = try row.value(2)
        inFlight = try row.value(3)
        delayed = try row.value(4)
        settledAt = try row.value(5)
    }

    var visible: Int { messages - inFlight - delayed }

    /// Counts a message that stops being hidden.
    mutating func uncount(_ hidden: HiddenMessage) {
        guard hidden.visibleAt > settledAt else { return }
        if hidden.isDelayed { delayed -= 1 } else { inFlight -= 1 }
    }

    /// Counts a message that was received and is hidden until `visibleAt`.
    mutating func countReceived(until visibleAt: Instant) {
        if visibleAt > settledAt { inFlight += 1 }
    }
}

/// The rows of `sqs_line`. Access path: by id.
enum Lines {
    static func insert(
        for queue: Int64, startingAt sequence: Int64 = 0, at now: Instant, in tx: borrowing Transaction
    ) throws -> Int64 {
        let id = try Numbers.next("line", in: tx)
        guard id <= MessageKey.lineMax else {
            throw OverLimit("The store can take no further queue or purge.")
        }
        try tx.run(
            """
            INSERT INTO sqs_line (id, queue, sequence, messages, in_flight, delayed, settled_at)
            VALUES (\(id), \(queue), \(sequence), 0, 0, 0, \(now))
            """)
        return id
    }

    static func assign(_ id: Int64, to queue: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE sqs_line SET queue = \(queue) WHERE id = \(id)")
    }

    /// Makes room for messages at the end; answers the sequence of the last of them, nil when the queue is
    /// gone.
    static func extend(_ queue: Queue, by count: Int, in tx: borrowing Transaction) throws -> Int64? {
        if count == 1 { return try extend(queue, in: tx) }
        return try tx.value(
            """
            UPDATE sqs_line SET sequence = sequence + \(count), messages = messages + \(count)
            WHERE id = \(queue.line) AND queue = \(queue.id)
            RETURNING sequence
            """)
    }

    private static func extend(_ queue: Queue, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value(
            """
            UPDATE sqs_line SET sequence = sequence + 1, messages = messages + 1
            WHERE id = \(queue.line) AND queue = \(queue.id)
            RETURNING sequence
            """)
    }

    /// The line as it stands, nil when the queue is gone.
    static func of(_ queue: Queue, in tx: borrowing Transaction) throws -> Line? {
        try tx.first(
            "SELECT \(raw: Line.columns) FROM sqs_line WHERE id = \(queue.line) AND queue = \(queue.id)",
            as: Line.self)
    }

    static func update(_ line: Line, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sqs_line SET sequence = \(line.sequence), messages = \(line.messages),
                in_flight = \(line.inFlight), delayed = \(line.delayed), settled_at = \(line.settledAt)
            WHERE id = \(line.id)
            """)
    }

    /// Counts one message off that was received and is deleted.
    static func subtract(_ hidden: HiddenMessage, from queue: Queue, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sqs_line SET messages = messages - 1,
                in_flight = in_flight - CASE WHEN settled_at < \(hidden.visibleAt) THEN 1 ELSE 0 END
            WHERE id = \(queue.line)
            """)
    }

    /// Takes the line from its queue: what still stands in it is swept away piece by piece.
    static func abandon(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE sqs_line SET queue = 0 WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sqs_line WHERE id = \(id)")
    }
}
