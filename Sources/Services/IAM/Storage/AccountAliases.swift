internal import Store

/// The rows of `iam_account_alias`. Access paths: by account, and by alias.
enum AccountAliases {
    static func of(_ account: String, in tx: borrowing Transaction) throws -> String? {
        try tx.value("SELECT alias FROM iam_account_alias WHERE account = \(account)", as: String.self)
    }

    static func account(of alias: String, in tx: borrowing Transaction) throws -> String? {
        try tx.value("SELECT account FROM iam_account_alias WHERE alias = \(alias)", as: String.self)
    }

    static func set(_ alias: String, of account: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO iam_account_alias (account, alias) VALUES (\(account), \(alias))
            ON CONFLICT (account) DO UPDATE SET alias = excluded.alias
            """)
    }

    static func remove(_ account: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM iam_account_alias WHERE account = \(account)")
    }
}
