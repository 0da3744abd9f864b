internal import Kernel
internal import Store

/// The rows of `scheduler_deletion`: what was deleted under which client token, so that a call whose answer
/// was lost may be repeated. Access paths: by (scope, token); by deleted_at.
enum Deletions {
    /// How long a token is remembered.
    static let lifetime: Duration = .seconds(8 * 3600)
    /// Old rows that go with each new one.
    private static let sweepMax = 10

    static func note(
        _ resource: String, token: String?, at now: Instant, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        guard let token else { return }
        try tx.run(
            """
            DELETE FROM scheduler_deletion WHERE (scope, token) IN (SELECT scope, token
                FROM scheduler_deletion WHERE deleted_at < \(now - lifetime)
                ORDER BY deleted_at LIMIT \(sweepMax))
            """)
        try tx.run(
            """
            INSERT INTO scheduler_deletion (scope, token, resource, deleted_at)
            VALUES (\(scope.id), \(token), \(resource), \(now))
            ON CONFLICT (scope, token) DO UPDATE
                SET resource = excluded.resource, deleted_at = excluded.deleted_at
            """)
    }

    static func happened(
        _ resource: String, token: String?, at now: Instant, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Bool {
        guard let token else { return false }
        return try tx.value(
            """
            SELECT 1 FROM scheduler_deletion
            WHERE scope = \(scope.id) AND token = \(token) AND resource = \(resource)
                AND deleted_at >= \(now - lifetime)
            """, as: Int.self) != nil
    }
}
