internal import Kernel
internal import Store

/// The rows of `sqs_deleted_queue`: names that may not be used again yet. Access paths: by (scope, name); by
/// age.
enum DeletedQueues {
    static func insert(_ queue: Queue, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO sqs_deleted_queue (scope, name, deleted_at) VALUES (\(queue.scope.id), \(queue.name), \(now))
            ON CONFLICT (scope, name) DO UPDATE SET deleted_at = excluded.deleted_at
            """)
    }

    static func deletedAt(_ name: String, in scope: Scope, _ tx: borrowing Transaction) throws -> Instant? {
        try tx.value("SELECT deleted_at FROM sqs_deleted_queue WHERE scope = \(scope.id) AND name = \(name)")
    }

    static func removeAll(deletedBefore instant: Instant, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sqs_deleted_queue WHERE deleted_at <= \(instant)")
    }
}
