internal import Store
internal import Wire

/// The rows of `lambda_setting`: what is configured per qualifier beside the function itself. Access path: by
/// (function, kind, qualifier).
enum Settings {
    enum Kind: String {
        case invoke, provisioned, url, recursion
        case runtime
    }

    struct Entry: RowDecodable {
        static let columns: StaticString = "qualifier, value"

        let qualifier: String
        let value: String

        init(row: borrowing Row) throws(StoreError) {
            qualifier = try row.value(0)
            value = try row.value(1)
        }
    }

    static func set(
        _ kind: Kind, _ function: Int64, _ qualifier: String, _ value: some Shape,
        in tx: borrowing Transaction
    ) throws {
        let text = StoredShape.text(value)
        try tx.run(
            """
            INSERT INTO lambda_setting (function, kind, qualifier, value)
            VALUES (\(function), \(kind.rawValue), \(qualifier), \(text))
            ON CONFLICT (function, kind, qualifier) DO UPDATE SET value = excluded.value
            """)
    }

    static func get<S: Shape>(
        _ kind: Kind, _ function: Int64, _ qualifier: String, as: S.Type = S.self,
        in tx: borrowing Transaction
    ) throws -> S? {
        try tx.value(
            """
            SELECT value FROM lambda_setting
            WHERE function = \(function) AND kind = \(kind.rawValue) AND qualifier = \(qualifier)
            """, as: String.self
        ).map { try StoredShape.read($0, column: 0) }
    }

    static func all(_ kind: Kind, _ function: Int64, in tx: borrowing Transaction) throws -> [Entry] {
        try tx.all(
            """
            SELECT \(raw: Entry.columns) FROM lambda_setting
            WHERE function = \(function) AND kind = \(kind.rawValue) ORDER BY qualifier
            """)
    }

    static func remove(
        _ kind: Kind, _ function: Int64, _ qualifier: String, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM lambda_setting
            WHERE function = \(function) AND kind = \(kind.rawValue) AND qualifier = \(qualifier)
            """) > 0
    }
}
