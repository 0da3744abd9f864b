internal import Kernel
internal import Store

/// The rows of `lambda_event`: asynchronous invocations. Access paths: by id; by due_at.
enum QueuedEvents {
    static func insert(
        _ draft: QueuedEvent.Draft, requestID: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO lambda_event (due_at, created_at, scope, function, qualifier, request, trace, context,
                attempts, throttles, payload)
            VALUES (\(call.now), \(call.now), \(call.scope.id), \(draft.function), \(draft.qualifier),
                \(requestID), \(call.trace), \(draft.context), 0, 0, \(draft.payload))
            """)
    }

    /// An event that waits, and when it is due.
    static func waiting(
        _ id: Int64, as request: String, in tx: borrowing Transaction
    ) throws -> (event: QueuedEvent, dueAt: Instant)? {
        let event: QueuedEvent? = try tx.first(
            "SELECT \(raw: QueuedEvent.columns) FROM lambda_event WHERE id = \(id)")
        // Numbers of rows are used again.
        guard let event, event.requestID == request,
            let dueAt = try tx.value("SELECT due_at FROM lambda_event WHERE id = \(id)", as: Instant.self)
        else { return nil }
        return (event, dueAt)
    }

    static func due(
        at now: Instant, limit: Int, in tx: borrowing Transaction
    ) throws -> [QueuedEvent] {
        try tx.all(
            """
            SELECT \(raw: QueuedEvent.columns) FROM lambda_event
            WHERE due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)
            """)
    }

    /// The moment after `now` at which the next event falls due.
    static func nextDue(after now: Instant, in tx: borrowing Transaction) throws -> Instant? {
        try tx.value(
            "SELECT due_at FROM lambda_event WHERE due_at > \(now) ORDER BY due_at LIMIT 1", as: Instant.self)
    }

    static func postpone(_ event: QueuedEvent, until instant: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE lambda_event SET due_at = \(instant), attempts = \(event.attempts),
                throttles = \(event.throttles) WHERE id = \(event.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM lambda_event WHERE id = \(id)")
    }
}
