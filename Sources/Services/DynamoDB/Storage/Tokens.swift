internal import Kernel
internal import Store

/// The rows of `dynamodb_token`: transactions that were done under a client's token.
/// Access paths: by (scope, token), which is unique; by expiry.
enum Tokens {
    /// How long a repeated transaction is recognised.
    static let lifetime: Duration = .seconds(600)
    /// Expired rows removed with each new one, so that the table cannot grow.
    private static let sweepCount = 4

    /// What was done under the token within its lifetime.
    static func digest(
        _ token: String, _ scope: Scope, at now: Instant, in tx: borrowing Transaction
    ) throws -> [UInt8]? {
        try tx.value(
            """
            SELECT digest FROM dynamodb_token
            WHERE scope = \(scope.id) AND token = \(token) AND expires_at > \(now)
            """)
    }

    static func insert(
        _ token: String, _ digest: [UInt8], _ scope: Scope, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            DELETE FROM dynamodb_token WHERE id IN
            (SELECT id FROM dynamodb_token WHERE expires_at <= \(now) ORDER BY expires_at LIMIT \(sweepCount))
            """)
        try tx.run(
            """
            INSERT INTO dynamodb_token (scope, token, digest, expires_at)
            VALUES (\(scope.id), \(token), \(digest), \(now + lifetime))
            ON CONFLICT (scope, token)
            DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at
            """)
    }
}
