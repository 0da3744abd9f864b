internal import IAMInterface
internal import Kernel
internal import Store

/// The rows of `iam_user`. Access path: by (account, name).
enum Users {
    static func named(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> StoredUser {
        try IAMName.check(name, as: "userName")
        guard let user = try find(name, account, in: tx) else {
            throw NoSuchEntityException("The user with name \(name) cannot be found.")
        }
        return user
    }

    static func find(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> StoredUser? {
        try tx.first(
            """
            SELECT \(raw: StoredUser.columns) FROM iam_user WHERE account = \(account) AND name = \(name)
            """, as: StoredUser.self)
    }

    /// Whether there is one of that name; names do not differ by case alone.
    static func isTaken(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            "SELECT name FROM iam_user WHERE account = \(account) AND lower(name) = lower(\(name))",
            as: String.self) != nil
    }

    static func insert(_ user: StoredUser, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO iam_user (account, name, path, id, created_at)
            VALUES (\(account), \(user.name), \(user.path), \(user.id), \(user.createdAt))
            """)
    }

    static func list(
        _ account: String, _ page: Page, in tx: borrowing Transaction
    ) throws -> [StoredUser] {
        try tx.all(
            """
            SELECT \(raw: StoredUser.columns) FROM iam_user
            WHERE account = \(account) AND name > \(page.after) ORDER BY name LIMIT \(page.limit + 1)
            """)
    }

    static func rename(
        _ name: String, to newName: String, path: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_user SET name = \(newName), path = \(path)
            WHERE account = \(account) AND name = \(name)
            """)
    }

    static func remove(_ name: String, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_user WHERE account = \(account) AND name = \(name)")
    }
}
