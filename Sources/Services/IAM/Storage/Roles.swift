internal import IAMInterface
internal import Kernel
internal import Store

/// The rows of `iam_role`. Access path: by (account, name).
enum Roles {
    static func named(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> StoredRole {
        try IAMName.check(name, as: "roleName")
        guard let role = try find(name, account, in: tx) else {
            throw NoSuchEntityException("The role with name \(name) cannot be found.")
        }
        return role
    }

    static func find(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> StoredRole? {
        try tx.first(
            """
            SELECT \(raw: StoredRole.columns) FROM iam_role WHERE account = \(account) AND name = \(name)
            """, as: StoredRole.self)
    }

    /// Whether there is one of that name; names do not differ by case alone.
    static func isTaken(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            "SELECT name FROM iam_role WHERE account = \(account) AND lower(name) = lower(\(name))",
            as: String.self) != nil
    }

    static func insert(_ role: StoredRole, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO iam_role
                (account, name, path, id, trust, description, session_seconds, created_at)
            VALUES (\(account), \(role.name), \(role.path), \(role.id), \(role.trust), \(role.description),
                \(role.sessionSeconds), \(role.createdAt))
            """)
    }

    static func list(
        _ account: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredRole] {
        try tx.all(
            """
            SELECT \(raw: StoredRole.columns) FROM iam_role
            WHERE account = \(account) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    static func setTrust(
        _ trust: String, of name: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE iam_role SET trust = \(trust) WHERE account = \(account) AND name = \(name)")
    }

    static func update(
        _ name: String, description: String?, sessionSeconds: Int, _ account: String,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_role SET description = \(description), session_seconds = \(sessionSeconds)
            WHERE account = \(account) AND name = \(name)
            """)
    }

    static func remove(_ name: String, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_role WHERE account = \(account) AND name = \(name)")
    }
}
