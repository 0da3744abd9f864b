internal import Kernel
internal import Store

/// The rows of `iam_policy`. Access path: by (account, name).
enum Policies {
    /// The policy that an ARN of the account names; nil for one that is not there or AWS's own.
    static func find(_ arn: ARN, in tx: borrowing Transaction) throws -> StoredPolicy? {
        let name = IAMName.last(of: arn)
        guard let policy = try find(name: name, arn.account, in: tx),
            arn.resource == "policy\(policy.path)\(name)"
        else { return nil }
        return policy
    }

    static func find(
        name: String, _ account: String, in tx: borrowing Transaction
    ) throws -> StoredPolicy? {
        try tx.first(
            """
            SELECT \(raw: StoredPolicy.columns) FROM iam_policy
            WHERE account = \(account) AND name = \(name)
            """, as: StoredPolicy.self)
    }

    /// Whether there is one of that name; names do not differ by case alone.
    static func isTaken(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            "SELECT name FROM iam_policy WHERE account = \(account) AND lower(name) = lower(\(name))",
            as: String.self) != nil
    }

    static func insert(_ policy: StoredPolicy, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO iam_policy
                (account, name, path, id, description, default_version, last_version, created_at, updated_at)
            VALUES (\(account), \(policy.name), \(policy.path), \(policy.id), \(policy.description),
                \(policy.defaultVersion), \(policy.lastVersion), \(policy.createdAt), \(policy.updatedAt))
            """)
    }

    static func list(
        _ account: String, _ page: Page, in tx: borrowing Transaction
    ) throws -> [StoredPolicy] {
        try tx.all(
            """
            SELECT \(raw: StoredPolicy.columns) FROM iam_policy
            WHERE account = \(account) AND name > \(page.after) ORDER BY name LIMIT \(page.limit + 1)
            """)
    }

    static func setVersions(
        of name: String, _ versions: (last: Int, standard: Int), at now: Instant, _ account: String,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_policy
            SET last_version = \(versions.last), default_version = \(versions.standard), updated_at = \(now)
            WHERE account = \(account) AND name = \(name)
            """)
    }

    static func remove(_ name: String, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_policy_version WHERE account = \(account) AND policy = \(name)")
        try tx.run("DELETE FROM iam_policy WHERE account = \(account) AND name = \(name)")
    }
}
