internal import Kernel
internal import Store

/// The rows of `iam_policy_version`. Access path: by (account, policy).
enum PolicyVersions {
    static func insert(
        _ version: StoredPolicyVersion, of policy: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_policy_version (account, policy, number, document, created_at)
            VALUES (\(account), \(policy), \(version.number), \(version.document), \(version.createdAt))
            """)
    }

    static func find(
        _ number: Int, of policy: String, _ account: String, in tx: borrowing Transaction
    ) throws -> StoredPolicyVersion? {
        try tx.first(
            """
            SELECT \(raw: StoredPolicyVersion.columns) FROM iam_policy_version
            WHERE account = \(account) AND policy = \(policy) AND number = \(number)
            """, as: StoredPolicyVersion.self)
    }

    /// The versions of a policy, of which there are at most five, the newest first.
    static func all(
        of policy: String, _ account: String, in tx: borrowing Transaction
    ) throws -> [StoredPolicyVersion] {
        try tx.all(
            """
            SELECT \(raw: StoredPolicyVersion.columns) FROM iam_policy_version
            WHERE account = \(account) AND policy = \(policy) ORDER BY number DESC
            """)
    }

    static func remove(
        _ number: Int, of policy: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            DELETE FROM iam_policy_version
            WHERE account = \(account) AND policy = \(policy) AND number = \(number)
            """)
    }
}
