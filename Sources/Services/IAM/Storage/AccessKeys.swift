internal import IAMInterface
internal import Store

/// The rows of `iam_access_key`. Access paths: by id, and by (account, user).
enum AccessKeys {
    static func find(_ id: String, in tx: borrowing Transaction) throws -> StoredAccessKey? {
        try tx.first(
            "SELECT \(raw: StoredAccessKey.columns) FROM iam_access_key WHERE id = \(id)",
            as: StoredAccessKey.self)
    }

    static func named(
        _ id: String, of user: StoredUser, _ account: String, in tx: borrowing Transaction
    ) throws -> StoredAccessKey {
        guard let key = try all(of: user.name, account, in: tx).first(where: { $0.id == id }) else {
            throw NoSuchEntityException("The Access Key with id \(id) cannot be found.")
        }
        return key
    }

    /// The keys of a user, of which there are at most two.
    static func all(
        of user: String, _ account: String, in tx: borrowing Transaction
    ) throws -> [StoredAccessKey] {
        try tx.all(
            """
            SELECT \(raw: StoredAccessKey.columns) FROM iam_access_key
            WHERE account = \(account) AND user_name = \(user) ORDER BY id
            """)
    }

    static func insert(_ key: StoredAccessKey, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO iam_access_key (id, account, user_name, is_active, created_at)
            VALUES (\(key.id), \(account), \(key.user), \(key.isActive), \(key.createdAt))
            """)
    }

    static func setActive(_ isActive: Bool, _ id: String, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE iam_access_key SET is_active = \(isActive) WHERE id = \(id)")
    }

    static func rename(
        user: String, to name: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_access_key SET user_name = \(name) WHERE account = \(account) AND user_name = \(user)
            """)
    }

    static func remove(_ id: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_access_key WHERE id = \(id)")
    }
}
