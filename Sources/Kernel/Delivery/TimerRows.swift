internal import Store

struct TimerRow {
    let id: Int64
    let service: String
    let scope: Int64
    let timer: Timer
}

extension TimerRow: RowDecodable {
    static let columns: StaticString = "id, service, scope, key, due_at, payload"

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        service = try row.value(1)
        scope = try row.value(2)
        timer = Timer(key: try row.value(3), payload: try row.value(5), dueAt: try row.value(4))
    }
}

/// The rows of `kernel_timer`. Access paths: by due_at; by (service, scope, key), which is unique.
enum TimerRows {
    static func upsert(
        _ service: String, _ scope: Scope, key: String, at instant: Instant, payload: String,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO kernel_timer (service, scope, key, due_at, payload)
            VALUES (\(service), \(scope.id), \(key), \(instant), \(payload))
            ON CONFLICT (service, scope, key)
                DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload
            """)
    }

    static func due(at now: Instant, limit: Int, in tx: borrowing Transaction) throws -> [TimerRow] {
        try tx.all(
            """
            SELECT \(raw: TimerRow.columns) FROM kernel_timer
            WHERE due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)
            """)
    }

    static func nextDue(in tx: borrowing Transaction) throws -> Instant? {
        try tx.value("SELECT due_at FROM kernel_timer ORDER BY due_at LIMIT 1", as: Instant.self)
    }

    static func postpone(_ id: Int64, until instant: Instant, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE kernel_timer SET due_at = \(instant) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM kernel_timer WHERE id = \(id)")
    }

    static func remove(
        _ service: String, _ scope: Scope, key: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            "DELETE FROM kernel_timer WHERE service = \(service) AND scope = \(scope.id) AND key = \(key)")
    }
}
