internal import Store

/// The rows of `iam_membership`. Access paths: by user, and by group.
enum Memberships {
    static func add(
        _ user: String, to group: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_membership (account, user_name, group_name)
            VALUES (\(account), \(user), \(group))
            ON CONFLICT (account, user_name, group_name) DO NOTHING
            """)
    }

    static func remove(
        _ user: String, from group: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            DELETE FROM iam_membership
            WHERE account = \(account) AND user_name = \(user) AND group_name = \(group)
            """)
    }

    /// The groups of a user, of which there are at most ten.
    static func groups(
        of user: String, _ account: String, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT group_name FROM iam_membership
            WHERE account = \(account) AND user_name = \(user) ORDER BY group_name
            """, as: String.self)
    }

    static func users(
        of group: String, _ account: String, _ page: Page, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT user_name FROM iam_membership
            WHERE account = \(account) AND group_name = \(group) AND user_name > \(page.after)
            ORDER BY user_name LIMIT \(page.limit + 1)
            """, as: String.self)
    }

    static func isEmpty(_ group: String, _ account: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            """
            SELECT user_name FROM iam_membership
            WHERE account = \(account) AND group_name = \(group) LIMIT 1
            """, as: String.self) == nil
    }

    static func rename(
        user: String, to name: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_membership SET user_name = \(name) WHERE account = \(account) AND user_name = \(user)
            """)
    }

    static func rename(
        group: String, to name: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_membership SET group_name = \(name)
            WHERE account = \(account) AND group_name = \(group)
            """)
    }
}
