internal import Store

/// The rows of `iam_inline_policy`: policies within a user, group or role. Access path: by holder.
enum InlinePolicies {
    struct Entry: Sendable {
        let name: String
        let document: String
    }

    static func put(
        _ document: String, _ name: String, _ holder: Holder, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_inline_policy (account, kind, holder, name, document)
            VALUES (\(holder.account), \(holder.kind.rawValue), \(holder.name), \(name), \(document))
            ON CONFLICT (account, kind, holder, name) DO UPDATE SET document = excluded.document
            """)
    }

    static func document(
        _ name: String, _ holder: Holder, in tx: borrowing Transaction
    ) throws -> String? {
        try tx.value(
            """
            SELECT document FROM iam_inline_policy
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
                AND name = \(name)
            """, as: String.self)
    }

    static func names(_ holder: Holder, in tx: borrowing Transaction) throws -> [String] {
        try all(holder, in: tx).map(\.name)
    }

    /// All policies of a holder, whose size together is limited.
    static func all(_ holder: Holder, in tx: borrowing Transaction) throws -> [Entry] {
        try tx.all(
            """
            SELECT \(raw: Entry.columns) FROM iam_inline_policy
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
            ORDER BY name
            """)
    }

    static func remove(
        _ name: String, _ holder: Holder, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM iam_inline_policy
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
                AND name = \(name)
            """) > 0
    }

    /// Gives the policies to the holder's new name.
    static func rename(_ holder: Holder, to name: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE iam_inline_policy SET holder = \(name)
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
            """)
    }
}

extension InlinePolicies.Entry: RowDecodable {
    static let columns: StaticString = "name, document"

    init(row: borrowing Row) throws(StoreError) {
        name = try row[0]
        document = try row[1]
    }
}
