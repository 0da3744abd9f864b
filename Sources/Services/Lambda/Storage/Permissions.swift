internal import Store

/// The rows of `lambda_permission`: the statements of functions' policies. Access path: by (function,
/// qualifier, sid). The qualifier of the function itself is empty.
enum Permissions {
    static func insert(
        _ statement: String, sid: String, _ function: Int64, _ qualifier: String, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            INSERT INTO lambda_permission (function, qualifier, sid, statement)
            VALUES (\(function), \(qualifier), \(sid), \(statement))
            ON CONFLICT (function, qualifier, sid) DO NOTHING
            """) > 0
    }

    static func remove(
        _ sid: String, _ function: Int64, _ qualifier: String, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM lambda_permission
            WHERE function = \(function) AND qualifier = \(qualifier) AND sid = \(sid)
            """) > 0
    }

    static func all(_ function: Int64, _ qualifier: String, in tx: borrowing Transaction) throws -> [String] {
        try tx.values(
            """
            SELECT statement FROM lambda_permission
            WHERE function = \(function) AND qualifier = \(qualifier) ORDER BY sid
            """, as: String.self)
    }

    /// The policy as one document; nil without statements.
    static func document(
        _ function: Int64, _ qualifier: String, in tx: borrowing Transaction
    ) throws -> String? {
        let statements = try all(function, qualifier, in: tx)
        guard !statements.isEmpty else { return nil }
        return
            "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
            + statements.joined(separator: ",") + "]}"
    }
}
