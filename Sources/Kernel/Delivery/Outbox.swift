internal import Store

/// A delivery that waits in the outbox.
struct OutboxRow {
    let id: Int64
    let scope: Int64
    let lane: String?
    let createdAt: Instant
    let delivery: Delivery
}

extension OutboxRow: RowDecodable {
    static let columns: StaticString = "id, scope, lane, created_at, attempts, header, payload"

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        scope = try row.value(1)
        lane = try row.value(2)
        createdAt = try row.value(3)
        let header: String = try row.value(5)
        do {
            delivery = try Delivery(header: header, payload: try row.value(6), attempts: try row.value(4))
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.column(index: 5, expected: "JSON", found: "other text")
        }
    }
}

/// The rows of `kernel_outbox`.
///
/// Access paths: by (is_outside, due_at, id) to find what is due; by (lane, due_at, id) to keep lanes narrow.
/// A row that must wait for others of its lane is parked at `Instant.distantFuture`, so that finding due rows
/// never passes over waiting ones.
enum Outbox {
    /// How many deliveries to one target outside may be under way or waiting for a retry at once.
    static let outsideLaneWidth = 32

    /// Answers the number of the row.
    static func insert(
        _ delivery: Delivery, scope: Scope, isOutside: Bool, dueAt: Instant, createdAt: Instant,
        in tx: borrowing Transaction
    ) throws -> Int64 {
        let lane = delivery.orderingKey ?? (isOutside ? delivery.target : nil)
        let width = delivery.orderingKey == nil ? outsideLaneWidth : 1
        let isParked = try lane.map { try unparkedCount($0, upTo: width, in: tx) >= width } ?? false
        return try tx.insert(
            """
            INSERT INTO kernel_outbox (scope, is_outside, lane, due_at, created_at, attempts, header, payload)
            VALUES (\(scope.id), \(isOutside), \(lane), \(isParked ? .distantFuture : dueAt), \(createdAt),
                \(delivery.attempts), \(delivery.header), \(delivery.payload))
            """)
    }

    /// Whether anything waits in the lane: then a newcomer must wait too.
    static func isOccupied(_ lane: String, in tx: borrowing Transaction) throws -> Bool {
        try unparkedCount(lane, upTo: 1, in: tx) > 0
    }

    private static func unparkedCount(
        _ lane: String, upTo limit: Int, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.value(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM kernel_outbox
                WHERE lane = \(lane) AND due_at < \(Instant.distantFuture) LIMIT \(limit)) AS unparked
            """, as: Int.self) ?? 0
    }

    static func due(
        outside: Bool, at now: Instant, limit: Int, in tx: borrowing Transaction
    ) throws -> [OutboxRow] {
        try tx.all(
            """
            SELECT \(raw: OutboxRow.columns) FROM kernel_outbox
            WHERE is_outside = \(outside) AND due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)
            """)
    }

    /// The moment at which the next row falls due, parked ones aside.
    static func nextDue(outside: Bool, in tx: borrowing Transaction) throws -> Instant? {
        try tx.value(
            """
            SELECT due_at FROM kernel_outbox
            WHERE is_outside = \(outside) AND due_at < \(Instant.distantFuture) ORDER BY due_at LIMIT 1
            """, as: Instant.self)
    }

    /// Takes a row out and lets the next of its lane move up.
    static func remove(_ row: OutboxRow, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM kernel_outbox WHERE id = \(row.id)")
        guard let lane = row.lane else { return }
        try tx.run(
            """
            UPDATE kernel_outbox SET due_at = \(now) WHERE id = (SELECT id FROM kernel_outbox
                WHERE lane = \(lane) AND due_at = \(Instant.distantFuture) ORDER BY id LIMIT 1)
            """)
    }

    static func postpone(
        _ id: Int64, until dueAt: Instant, attempts: Int, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE kernel_outbox SET due_at = \(dueAt), attempts = \(attempts) WHERE id = \(id)")
    }
}

extension Outbox {
    /// When a row that waits is due, and the attempts that were made; nil when it is gone. A row that waits
    /// for others of its lane is due at `Instant.distantFuture`.
    static func waiting(
        _ id: Int64, as delivery: String, in tx: borrowing Transaction
    ) throws -> (dueAt: Instant, attempts: Int)? {
        let row: OutboxRow? = try tx.first(
            "SELECT \(raw: OutboxRow.columns) FROM kernel_outbox WHERE id = \(id)")
        // Numbers of rows are used again.
        guard let row, row.delivery.id == delivery,
            let dueAt = try tx.value("SELECT due_at FROM kernel_outbox WHERE id = \(id)", as: Instant.self)
        else { return nil }
        return (dueAt, row.delivery.attempts)
    }

    /// The moment after `now` at which the next row to the outside falls due.
    static func nextDueAfter(_ now: Instant, in tx: borrowing Transaction) throws -> Instant? {
        try tx.value(
            """
            SELECT due_at FROM kernel_outbox
            WHERE is_outside = \(true) AND due_at > \(now) AND due_at < \(Instant.distantFuture)
            ORDER BY due_at LIMIT 1
            """, as: Instant.self)
    }
}
