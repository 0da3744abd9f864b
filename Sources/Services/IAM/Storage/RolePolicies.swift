internal import Kernel
internal import Store

/// The rows of `iam_role_policy` and `iam_role_attachment`. Access path: by (account, role).
enum RolePolicies {
    static func put(
        _ document: String, _ name: String, role: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_role_policy (account, role, name, document)
            VALUES (\(account), \(role), \(name), \(document))
            ON CONFLICT (account, role, name) DO UPDATE SET document = excluded.document
            """)
    }

    static func document(
        _ name: String, role: String, _ account: String, in tx: borrowing Transaction
    ) throws -> String? {
        try tx.value(
            """
            SELECT document FROM iam_role_policy
            WHERE account = \(account) AND role = \(role) AND name = \(name)
            """, as: String.self)
    }

    static func names(role: String, _ account: String, in tx: borrowing Transaction) throws -> [String] {
        try tx.values(
            "SELECT name FROM iam_role_policy WHERE account = \(account) AND role = \(role) ORDER BY name",
            as: String.self)
    }

    static func remove(
        _ name: String, role: String, _ account: String, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM iam_role_policy WHERE account = \(account) AND role = \(role) AND name = \(name)
            """) > 0
    }

    static func attach(
        _ arn: String, role: String, _ account: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_role_attachment (account, role, arn) VALUES (\(account), \(role), \(arn))
            ON CONFLICT (account, role, arn) DO NOTHING
            """)
    }

    static func attached(role: String, _ account: String, in tx: borrowing Transaction) throws -> [String] {
        try tx.values(
            "SELECT arn FROM iam_role_attachment WHERE account = \(account) AND role = \(role) ORDER BY arn",
            as: String.self)
    }

    static func detach(
        _ arn: String, role: String, _ account: String, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM iam_role_attachment WHERE account = \(account) AND role = \(role) AND arn = \(arn)
            """) > 0
    }
}
