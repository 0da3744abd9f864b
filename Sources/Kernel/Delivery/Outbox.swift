internal import Store

/// A delivery that waits in the outbox.
struct OutboxRow {
    let id: Int64
    let scope: Int64
    let lane: String?
    let createdAt: Instant
    var delivery: Delivery
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

/// A row that is due, without what it carries.
struct OutboxHead {
    let id: Int64
    let lane: String?
    /// Of the payload, in bytes.
    let size: Int
}

extension OutboxHead: RowDecodable {
    static let columns: StaticString = "id, lane, LENGTH(payload)"

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        lane = try row.value(1)
        size = try row.value(2)
    }
}

/// The rows of `kernel_outbox`.
///
/// Access paths: by (is_outside, due_at, id) to find what is due; by (lane, due_at, id) to keep lanes narrow.
/// A row that must wait for others of its lane is parked at `Instant.distantFuture`, so that finding due rows
/// never passes over waiting ones.
///
/// In the lane of an endpoint rows are parked only while another is due or under way. Whatever becomes of
/// that one, its transaction lets parked ones move up; and after a crash it is due.
enum Outbox {
    /// How the lanes of endpoints begin; keys of order begin with the name of a resource.
    static let endpointPrefix = "outside "

    static func isEndpoint(_ lane: String) -> Bool { lane.hasPrefix(endpointPrefix) }

    /// Answers the number of the row. `width` is how many of an endpoint may be due or under way at once.
    static func insert(
        _ delivery: Delivery, scope: Scope, dueAt: Instant, createdAt: Instant, width: Int,
        in tx: borrowing Transaction
    ) throws -> Int64 {
        let lane = delivery.lane
        var isParked = false
        if let lane, isEndpoint(lane) {
            isParked =
                try dueAt <= createdAt && dueCount(lane, at: createdAt, upTo: width, in: tx) >= width
        } else if let lane {
            isParked = try isOccupied(lane, in: tx)
        }
        return try tx.insert(
            """
            INSERT INTO kernel_outbox (scope, is_outside, lane, due_at, created_at, attempts, header, payload)
            VALUES (\(scope.id), \(delivery.isOutside), \(lane), \(isParked ? .distantFuture : dueAt),
                \(createdAt), \(delivery.attempts), \(delivery.header), \(delivery.payload))
            """)
    }

    /// Whether anything waits in the lane: then a newcomer must wait too.
    static func isOccupied(_ lane: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            """
            SELECT 1 FROM kernel_outbox WHERE lane = \(lane) AND due_at < \(Instant.distantFuture) LIMIT 1
            """, as: Int.self) != nil
    }

    /// How many of a lane are due or under way.
    private static func dueCount(
        _ lane: String, at now: Instant, upTo limit: Int, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.values(
            "SELECT id FROM kernel_outbox WHERE lane = \(lane) AND due_at <= \(now) LIMIT \(limit)",
            as: Int64.self
        ).count
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
    static func remove(
        _ row: OutboxRow, at now: Instant, width: Int, in tx: borrowing Transaction
    ) throws {
        try tx.run("DELETE FROM kernel_outbox WHERE id = \(row.id)")
        guard let lane = row.lane else { return }
        guard isEndpoint(lane) else { return try unpark(lane, count: 1, at: now, in: tx) }
        try refill(lane, at: now, width: width, in: tx)
    }

    /// Lets a row wait for its next attempt. Those behind it in a lane of order wait with it, those in the
    /// lane of an endpoint do not.
    static func postpone(
        _ row: OutboxRow, until dueAt: Instant, at now: Instant, width: Int, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE kernel_outbox SET due_at = \(dueAt), attempts = \(row.delivery.attempts)
            WHERE id = \(row.id)
            """)
        guard let lane = row.lane, isEndpoint(lane) else { return }
        try refill(lane, at: now, width: width, in: tx)
    }

    private static func refill(
        _ lane: String, at now: Instant, width: Int, in tx: borrowing Transaction
    ) throws {
        let room = width - (try dueCount(lane, at: now, upTo: width, in: tx))
        if room > 0 { try unpark(lane, count: room, at: now, in: tx) }
    }

    private static func unpark(
        _ lane: String, count: Int, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE kernel_outbox SET due_at = \(now) WHERE id IN (SELECT id FROM kernel_outbox
                WHERE lane = \(lane) AND due_at = \(Instant.distantFuture) ORDER BY id LIMIT \(count))
            """)
    }
}

extension Outbox {
    /// The oldest rows to the outside that are due, those under way among them.
    static func heads(dueAt now: Instant, limit: Int, in tx: borrowing Transaction) throws -> [OutboxHead] {
        try tx.all(
            """
            SELECT \(raw: OutboxHead.columns) FROM kernel_outbox
            WHERE is_outside = \(true) AND due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)
            """)
    }

    static func row(_ id: Int64, in tx: borrowing Transaction) throws -> OutboxRow? {
        try tx.first("SELECT \(raw: OutboxRow.columns) FROM kernel_outbox WHERE id = \(id)")
    }

    /// Parks a row of an endpoint's lane, unless fewer than `width` others are left there that will let it
    /// move up again: some may have ended meanwhile. Answers whether it did.
    static func park(
        _ head: OutboxHead, at now: Instant, width: Int, in tx: borrowing Transaction
    ) throws -> Bool {
        guard let lane = head.lane, try dueCount(lane, at: now, upTo: width + 1, in: tx) > width else {
            return false
        }
        return try tx.changing(
            """
            UPDATE kernel_outbox SET due_at = \(Instant.distantFuture)
            WHERE id = \(head.id) AND lane = \(lane) AND due_at <= \(now)
            """) > 0
    }
}

extension Outbox {
    /// When a row that waits is due, and the attempts that were made; nil when it is gone. A row that waits
    /// for others of its lane is due at `Instant.distantFuture`.
    static func waiting(
        _ id: Int64, as delivery: String, in tx: borrowing Transaction
    ) throws -> (dueAt: Instant, attempts: Int)? {
        let row = try row(id, in: tx)
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
