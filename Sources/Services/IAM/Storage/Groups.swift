internal import IAMInterface
internal import Kernel
internal import Store

/// The rows of `iam_group`. Access path: by (account, name).
enum Groups {
    static func named(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> StoredGroup {
        try IAMName.check(name, as: "groupName")
        guard let group = try find(name, account, in: tx) else {
            throw NoSuchEntityException("The group with name \(name) cannot be found.")
        }
        return group
    }

    static func find(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> StoredGroup? {
        try tx.first(
            """
            SELECT \(raw: StoredGroup.columns) FROM iam_group WHERE account = \(account) AND name = \(name)
            """, as: StoredGroup.self)
    }

    /// Whether there is one of that name; names do not differ by case alone.
    static func isTaken(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            "SELECT name FROM iam_group WHERE account = \(account) AND lower(name) = lower(\(name))",
            as: String.self) != nil
    }

    static func insert(_ group: StoredGroup, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO iam_group (account, name, path, id, created_at)
            VALUES (\(account), \(group.name), \(group.path), \(group.id), \(group.createdAt))
            """)
    }

    static func list(
        _ account: String, _ page: Page, in tx: borrowing Transaction
    ) throws -> [StoredGroup] {
        try tx.all(
            """
            SELECT \(raw: StoredGroup.columns) FROM iam_group
            WHERE account = \(account) AND name > \(page.after) ORDER BY name LIMIT \(page.limit + 1)
            """)
    }

    static func rename(
        _ name: String, to newName: String, path: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_group SET name = \(newName), path = \(path)
            WHERE account = \(account) AND name = \(name)
            """)
    }

    static func remove(_ name: String, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_group WHERE account = \(account) AND name = \(name)")
    }
}
