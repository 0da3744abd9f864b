internal import Kernel
internal import LambdaInterface
internal import Store

/// The rows of `lambda_function`. Access paths: by id; by (scope, name); those with a reservation by
/// scope.
enum Functions {
    static func insert(
        _ name: String, revision: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Function {
        let id = try tx.insert(
            """
            INSERT INTO lambda_function (scope, name, last_version, policy_revision)
            VALUES (\(scope.id), \(name), 0, \(revision))
            """)
        return Function(
            id: id, scope: scope.id, name: name, lastVersion: 0, reserved: nil, policyRevision: revision)
    }

    static func named(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Function? {
        try tx.first(
            """
            SELECT \(raw: Function.columns) FROM lambda_function
            WHERE scope = \(scope.id) AND name = \(name)
            """
        )
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> Function? {
        try tx.first("SELECT \(raw: Function.columns) FROM lambda_function WHERE id = \(id)")
    }

    static func after(
        _ name: String, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [Function] {
        try tx.all(
            """
            SELECT \(raw: Function.columns) FROM lambda_function
            WHERE scope = \(scope.id) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    static func count(_ scope: Scope, in tx: borrowing Transaction) throws -> Int {
        try tx.value("SELECT COUNT(*) FROM lambda_function WHERE scope = \(scope.id)", as: Int.self) ?? 0
    }

    static func reservedTotal(
        _ scope: Scope, except name: String, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.value(
            """
            SELECT COALESCE(SUM(reserved), 0) FROM lambda_function
            WHERE scope = \(scope.id) AND reserved IS NOT NULL AND name <> \(name)
            """, as: Int.self) ?? 0
    }

    static func setReserved(_ reserved: Int?, _ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE lambda_function SET reserved = \(reserved) WHERE id = \(id)")
    }

    static func setLastVersion(_ number: Int, _ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE lambda_function SET last_version = \(number) WHERE id = \(id)")
    }

    static func setPolicyRevision(_ revision: String, _ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE lambda_function SET policy_revision = \(revision) WHERE id = \(id)")
    }

    /// Removes a function and all that belongs to it; its versions must be gone already.
    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM lambda_alias WHERE function = \(id)")
        try tx.run("DELETE FROM lambda_permission WHERE function = \(id)")
        try tx.run("DELETE FROM lambda_setting WHERE function = \(id)")
        try tx.run("DELETE FROM lambda_function WHERE id = \(id)")
    }
}
