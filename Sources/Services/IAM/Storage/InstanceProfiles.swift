internal import IAMInterface
internal import Kernel
internal import Store

/// The rows of `iam_instance_profile`. Access paths: by (account, name), and by (account, role).
enum InstanceProfiles {
    static func named(
        _ name: String, _ account: String, in tx: borrowing Transaction
    ) throws -> StoredInstanceProfile {
        try IAMName.check(name, as: "instanceProfileName")
        guard let profile = try find(name, account, in: tx) else {
            throw NoSuchEntityException("Instance Profile \(name) cannot be found.")
        }
        return profile
    }

    static func find(
        _ name: String, _ account: String, in tx: borrowing Transaction
    ) throws -> StoredInstanceProfile? {
        try tx.first(
            """
            SELECT \(raw: StoredInstanceProfile.columns) FROM iam_instance_profile
            WHERE account = \(account) AND name = \(name)
            """, as: StoredInstanceProfile.self)
    }

    /// Whether there is one of that name; names do not differ by case alone.
    static func isTaken(_ name: String, _ account: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            """
            SELECT name FROM iam_instance_profile
            WHERE account = \(account) AND lower(name) = lower(\(name))
            """, as: String.self) != nil
    }

    static func insert(
        _ profile: StoredInstanceProfile, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_instance_profile (account, name, path, id, role, created_at)
            VALUES (\(account), \(profile.name), \(profile.path), \(profile.id), \(profile.role),
                \(profile.createdAt))
            """)
    }

    static func list(
        _ account: String, _ page: Page, in tx: borrowing Transaction
    ) throws -> [StoredInstanceProfile] {
        try tx.all(
            """
            SELECT \(raw: StoredInstanceProfile.columns) FROM iam_instance_profile
            WHERE account = \(account) AND name > \(page.after) ORDER BY name LIMIT \(page.limit + 1)
            """)
    }

    static func list(
        ofRole role: String, _ account: String, _ page: Page, in tx: borrowing Transaction
    ) throws -> [StoredInstanceProfile] {
        try tx.all(
            """
            SELECT \(raw: StoredInstanceProfile.columns) FROM iam_instance_profile
            WHERE account = \(account) AND role = \(role) AND name > \(page.after)
            ORDER BY name LIMIT \(page.limit + 1)
            """)
    }

    static func setRole(
        _ role: String?, of name: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE iam_instance_profile SET role = \(role) WHERE account = \(account) AND name = \(name)
            """)
    }

    static func remove(_ name: String, _ account: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_instance_profile WHERE account = \(account) AND name = \(name)")
    }
}
