internal import Kernel
internal import Store

/// The rows of `sns_application`. Access paths: by arn, unique; by (scope, id), for listing.
enum Applications {
    static func insert(
        _ arn: String, _ scope: Scope, _ attributes: [String: String], in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_application (scope, arn, attributes)
            VALUES (\(scope.id), \(arn), \(AttributeText.encode(attributes)))
            """)
    }

    static func named(_ arn: String, in tx: borrowing Transaction) throws -> StoredApplication? {
        try tx.first("SELECT \(raw: StoredApplication.columns) FROM sns_application WHERE arn = \(arn)")
    }

    static func listed(
        _ scope: Scope, after id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredApplication] {
        try tx.all(
            """
            SELECT \(raw: StoredApplication.columns) FROM sns_application
            WHERE scope = \(scope.id) AND id > \(id) ORDER BY id LIMIT \(limit)
            """)
    }

    static func update(_ changed: StoredApplication, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sns_application SET attributes = \(AttributeText.encode(changed.attributes))
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_application WHERE id = \(id)")
    }
}

extension StoredApplication: RowDecodable {
    static let columns: StaticString = "id, arn, attributes"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        arn = try row[1]
        attributes = AttributeText.decode(try row.text(2))
    }
}
