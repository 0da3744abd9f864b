internal import Store

/// The rows of `iam_attachment`: managed policies of users, groups and roles, and their permissions
/// boundaries. Access paths: by holder, and by policy.
enum Attachments {
    enum Use: String, Sendable, CaseIterable {
        case policy
        case boundary
    }

    static func attach(
        _ arn: String, as use: Use = .policy, to holder: Holder, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO iam_attachment (account, kind, holder, use, arn)
            VALUES (\(holder.account), \(holder.kind.rawValue), \(holder.name), \(use.rawValue), \(arn))
            ON CONFLICT (account, kind, holder, use, arn) DO NOTHING
            """)
    }

    static func arns(
        of holder: Holder, as use: Use = .policy, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT arn FROM iam_attachment
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
                AND use = \(use.rawValue) ORDER BY arn
            """, as: String.self)
    }

    static func boundary(of holder: Holder, in tx: borrowing Transaction) throws -> String? {
        try arns(of: holder, as: .boundary, in: tx).first
    }

    static func detach(_ arn: String, from holder: Holder, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM iam_attachment
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
                AND use = 'policy' AND arn = \(arn)
            """) > 0
    }

    /// Whether there was a boundary to take off.
    static func removeBoundary(of holder: Holder, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM iam_attachment
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
                AND use = 'boundary'
            """) > 0
    }

    static func count(
        of arn: String, as use: Use, _ account: String, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.value(
            """
            SELECT count(*) FROM iam_attachment
            WHERE account = \(account) AND arn = \(arn) AND use = \(use.rawValue)
            """, as: Int.self) ?? 0
    }

    /// A place in the listing of a policy's holders of one kind.
    struct Place: Sendable {
        let kind: Holder.Kind
        let use: Use
        let after: String
        let limit: Int
    }

    static func holders(
        of arn: String, _ account: String, from place: Place, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT holder FROM iam_attachment
            WHERE account = \(account) AND arn = \(arn) AND use = \(place.use.rawValue)
                AND kind = \(place.kind.rawValue) AND holder > \(place.after)
            ORDER BY holder LIMIT \(place.limit)
            """, as: String.self)
    }

    /// Gives the attachments to the holder's new name.
    static func rename(_ holder: Holder, to name: String, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE iam_attachment SET holder = \(name)
            WHERE account = \(holder.account) AND kind = \(holder.kind.rawValue) AND holder = \(holder.name)
            """)
    }
}
