internal import LambdaInterface
internal import Store

/// The rows of `lambda_version`. Access paths: by id; by (function, number); by code.
enum Versions {
    static func insert(
        function: Int64, number: Int, code: String, revision: String, _ configuration: FunctionConfiguration,
        in tx: borrowing Transaction
    ) throws -> FunctionVersion {
        let id = try tx.insert(
            """
            INSERT INTO lambda_version (function, number, code, revision, configuration)
            VALUES (\(function), \(number), \(code), \(revision), \(StoredShape.text(configuration)))
            """)
        return FunctionVersion(
            id: id, function: function, number: number, code: code, revision: revision,
            configuration: configuration)
    }

    static func update(_ version: FunctionVersion, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE lambda_version SET code = \(version.code), revision = \(version.revision),
                configuration = \(StoredShape.text(version.configuration)) WHERE id = \(version.id)
            """)
    }

    static func version(
        _ number: Int, of function: Int64, in tx: borrowing Transaction
    ) throws -> FunctionVersion? {
        try tx.first(
            """
            SELECT \(raw: FunctionVersion.columns) FROM lambda_version
            WHERE function = \(function) AND number = \(number)
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> FunctionVersion? {
        try tx.first("SELECT \(raw: FunctionVersion.columns) FROM lambda_version WHERE id = \(id)")
    }

    static func from(
        _ number: Int, of function: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [FunctionVersion] {
        try tx.all(
            """
            SELECT \(raw: FunctionVersion.columns) FROM lambda_version
            WHERE function = \(function) AND number >= \(number) ORDER BY number LIMIT \(limit)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM lambda_version WHERE id = \(id)")
    }
}
