internal import Store

/// The rows of `sns_endpoint`. Access paths: by arn, unique; by (application, token), unique; by
/// (application, id), for listing.
enum Endpoints {
    static func insert(
        _ arn: String, _ application: Int64, token: String, _ attributes: [String: String],
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_endpoint (application, arn, token, attributes)
            VALUES (\(application), \(arn), \(token), \(AttributeText.encode(attributes)))
            """)
    }

    static func named(_ arn: String, in tx: borrowing Transaction) throws -> StoredEndpoint? {
        try tx.first("SELECT \(raw: StoredEndpoint.columns) FROM sns_endpoint WHERE arn = \(arn)")
    }

    static func with(
        token: String, of application: Int64, in tx: borrowing Transaction
    ) throws -> StoredEndpoint? {
        try tx.first(
            """
            SELECT \(raw: StoredEndpoint.columns) FROM sns_endpoint
            WHERE application = \(application) AND token = \(token)
            """)
    }

    /// The device of the application to which another device belongs that has a token.
    static func with(token: String, beside id: Int64, in tx: borrowing Transaction) throws -> StoredEndpoint?
    {
        try tx.first(
            """
            SELECT \(raw: StoredEndpoint.columns) FROM sns_endpoint
            WHERE application = (SELECT application FROM sns_endpoint WHERE id = \(id)) AND token = \(token)
            """)
    }

    /// The application of a device.
    static func application(of id: Int64, in tx: borrowing Transaction) throws -> StoredApplication? {
        try tx.first(
            """
            SELECT \(raw: StoredApplication.columns) FROM sns_application
            WHERE id = (SELECT application FROM sns_endpoint WHERE id = \(id))
            """)
    }

    static func listed(
        _ application: Int64, after id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredEndpoint] {
        try tx.all(
            """
            SELECT \(raw: StoredEndpoint.columns) FROM sns_endpoint
            WHERE application = \(application) AND id > \(id) ORDER BY id LIMIT \(limit)
            """)
    }

    static func update(_ changed: StoredEndpoint, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sns_endpoint SET token = \(changed.token), attributes = \(AttributeText.encode(changed.attributes))
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ arn: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_endpoint WHERE arn = \(arn)")
    }

    /// Removes some devices of an application and answers how many.
    static func remove(of application: Int64, limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.changing(
            """
            DELETE FROM sns_endpoint WHERE id IN
                (SELECT id FROM sns_endpoint WHERE application = \(application) ORDER BY id LIMIT \(limit))
            """)
    }
}

extension StoredEndpoint: RowDecodable {
    static let columns: StaticString = "id, arn, token, attributes"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        arn = try row[1]
        token = try row[2]
        attributes = AttributeText.decode(try row.text(3))
    }
}
