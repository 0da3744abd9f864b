internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

/// The rows of `lambda_layer`. Access paths: by (scope, name, version); by code.
enum Layers {
    struct Entry: RowDecodable {
        static let columns: StaticString = "id, name, version, code, details"

        let id: Int64
        let name: String
        let version: Int
        let code: String
        /// What `GetLayerVersion` answers, but for the address of the archive.
        let details: GetLayerVersionResponse

        init(row: borrowing Row) throws(StoreError) {
            id = try row.value(0)
            name = try row.value(1)
            version = try row.value(2)
            code = try row.value(3)
            let text: String = try row.value(4)
            details = try StoredShape.read(text, column: 4)
        }
    }

    static func insert(
        _ name: String, version: Int, code: String, _ details: GetLayerVersionResponse, _ scope: Scope,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO lambda_layer (scope, name, version, is_deleted, code, details)
            VALUES (\(scope.id), \(name), \(version), \(false), \(code), \(StoredShape.text(details)))
            """)
    }

    /// The number of the last version, deleted ones included: numbers are not used again.
    static func lastVersion(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Int {
        try tx.value(
            """
            SELECT version FROM lambda_layer WHERE scope = \(scope.id) AND name = \(name)
            ORDER BY version DESC LIMIT 1
            """, as: Int.self) ?? 0
    }

    static func with(
        _ name: String, version: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Entry? {
        try tx.first(
            """
            SELECT \(raw: Entry.columns) FROM lambda_layer
            WHERE scope = \(scope.id) AND name = \(name) AND version = \(version) AND is_deleted = \(false)
            """)
    }

    /// `arn:aws:lambda:region:account:layer:name:version`
    static func with(arn text: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Entry? {
        guard let arn = ARN(text), arn.region == scope.region, arn.account == scope.account else {
            return nil
        }
        let parts = arn.resource.split(separator: ":").map(String.init)
        guard parts.count == 3, parts[0] == "layer", let version = Int(parts[2]) else { return nil }
        return try with(parts[1], version: version, scope, in: tx)
    }

    static func versions(
        of name: String, before version: Int, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [Entry] {
        try tx.all(
            """
            SELECT \(raw: Entry.columns) FROM lambda_layer
            WHERE scope = \(scope.id) AND name = \(name) AND version < \(version) AND is_deleted = \(false)
            ORDER BY version DESC LIMIT \(limit)
            """)
    }

    static func names(
        after name: String, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT DISTINCT name FROM lambda_layer WHERE scope = \(scope.id) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """, as: String.self)
    }

    /// The row stays, without its code, so that the number is not used again.
    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE lambda_layer SET is_deleted = \(true), code = '' WHERE id = \(id)")
    }
}
