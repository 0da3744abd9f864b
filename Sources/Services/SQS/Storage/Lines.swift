internal import Kernel
internal import SQSInterface
internal import Store

/// The line of a queue: how many messages it ever took, and how many there are of each kind.
///
/// A hidden message counts as hidden while it becomes visible after `settledAt`; settling moves that moment
/// on and takes off what came due since, so that each hidden message is counted once and none is looked at
/// twice.
struct Line: RowDecodable {
    static let columns: StaticString = "id, queue, sequence, messages, in_flight, delayed, settled_at"

    let id: Int64
    /// 0 for a line that was left.
    let queue: Int64
    var sequence: Int64
    var messages: Int
    var inFlight: Int
    var delayed: Int
    var settledAt: Instant

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        queue = try row.value(1)
        sequence = try row.value(2)
        messages = try row.value(3)
        inFlight = try row.value(4)
        delayed = try row.value(5)
        settledAt = try row.value(6)
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
///
/// Every message sent, received or deleted changes its line, so the writer keeps lines in memory and writes
/// each once a commit.
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
        try tx.companion(LineCache.self)?.drop(id, in: tx)
        try tx.run("UPDATE sqs_line SET queue = \(queue) WHERE id = \(id)")
    }

    /// Makes room for messages at the end; answers the sequence of the last of them, nil when the queue is
    /// gone.
    static func extend(_ queue: Queue, by count: Int, in tx: borrowing Transaction) throws -> Int64? {
        guard var line = try of(queue, in: tx) else { return nil }
        line.sequence += Int64(count)
        line.messages += count
        guard line.sequence <= MessageKey.sequenceMax else {
            throw OverLimit("The queue can take no further message.")
        }
        try update(line, in: tx)
        return line.sequence
    }

    /// Makes room for one message at the end; nil when there is none, or the queue is gone.
    static func next(_ queue: Queue, in tx: borrowing Transaction) throws(StoreError) -> Int64? {
        guard let cache = tx.companion(LineCache.self) else { throw .readOnly }
        if let sequence = cache.extend(queue) { return sequence }
        guard let line = try find(queue.line, in: tx), line.queue == queue.id else { return nil }
        return cache.extend(queue)
    }

    /// The line as it stands, nil when the queue is gone.
    static func of(_ queue: Queue, in tx: borrowing Transaction) throws -> Line? {
        guard let line = try find(queue.line, in: tx), line.queue == queue.id else { return nil }
        return line
    }

    /// A line as snapshots see it, whether it has a queue or was left.
    static func with(id: Int64, in tx: borrowing Transaction) throws -> Line? {
        try tx.first("SELECT \(raw: Line.columns) FROM sqs_line WHERE id = \(id)")
    }

    private static func find(_ id: Int64, in tx: borrowing Transaction) throws(StoreError) -> Line? {
        let cache = tx.companion(LineCache.self)
        if let known = cache?.line(id) { return known }
        let line: Line? = try tx.first("SELECT \(raw: Line.columns) FROM sqs_line WHERE id = \(id)")
        if let line { cache?.remember(line) }
        return line
    }

    static func update(_ line: Line, in tx: borrowing Transaction) throws {
        guard let cache = tx.companion(LineCache.self) else { throw StoreError.readOnly }
        cache.change(line)
    }

    /// Takes the line from its queue: what still stands in it is swept away piece by piece.
    static func abandon(_ id: Int64, in tx: borrowing Transaction) throws { try assign(id, to: 0, in: tx) }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.companion(LineCache.self)?.drop(id, in: tx)
        try tx.run("DELETE FROM sqs_line WHERE id = \(id)")
    }
}
