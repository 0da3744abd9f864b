internal import Store

/// How much an account has, counted along the indexes of its tables.
enum AccountCounts {
    static func of(_ account: String, in tx: borrowing Transaction) throws -> [String: Int] {
        [
            "Users": try tx.value(
                "SELECT count(*) FROM iam_user WHERE account = \(account)", as: Int.self) ?? 0,
            "Groups": try tx.value(
                "SELECT count(*) FROM iam_group WHERE account = \(account)", as: Int.self) ?? 0,
            "Roles": try tx.value(
                "SELECT count(*) FROM iam_role WHERE account = \(account)", as: Int.self) ?? 0,
            "Policies": try tx.value(
                "SELECT count(*) FROM iam_policy WHERE account = \(account)", as: Int.self) ?? 0,
            "PolicyVersionsInUse": try tx.value(
                "SELECT count(*) FROM iam_policy_version WHERE account = \(account)", as: Int.self) ?? 0,
        ]
    }
}
