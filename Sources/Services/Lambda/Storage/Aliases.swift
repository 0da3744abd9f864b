internal import LambdaInterface
internal import Store
internal import Wire

/// The rows of `lambda_alias`. Access path: by (function, name).
enum Aliases {
    static func named(
        _ name: String, of function: Int64, in tx: borrowing Transaction
    ) throws -> Alias? {
        try tx.first(
            "SELECT \(raw: Alias.columns) FROM lambda_alias WHERE function = \(function) AND name = \(name)")
    }

    static func after(
        _ name: String, of function: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [Alias] {
        try tx.all(
            """
            SELECT \(raw: Alias.columns) FROM lambda_alias
            WHERE function = \(function) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    /// An alias whose main version is `version`, by the few that a function has.
    static func pointing(
        to version: String, of function: Int64, in tx: borrowing Transaction
    ) throws -> String? {
        try tx.value(
            "SELECT name FROM lambda_alias WHERE function = \(function) AND version = \(version) LIMIT 1",
            as: String.self)
    }

    static func put(_ alias: Alias, of function: Int64, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO lambda_alias (function, name, version, description, weights, revision)
            VALUES (\(function), \(alias.name), \(alias.version), \(alias.description),
                \(alias.weightsText), \(alias.revision))
            ON CONFLICT (function, name) DO UPDATE SET version = excluded.version,
                description = excluded.description, weights = excluded.weights, revision = excluded.revision
            """)
    }

    static func remove(_ name: String, of function: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM lambda_alias WHERE function = \(function) AND name = \(name)")
    }
}
