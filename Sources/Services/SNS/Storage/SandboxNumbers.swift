internal import Kernel
internal import Store

/// A number to which texts could be tried out.
struct SandboxNumber: Sendable {
    static let numbersMax = 10
    static let codeDigits = 6

    let id: Int64
    let number: String
    let code: String
    let isVerified: Bool

    var status: String { isVerified ? "Verified" : "Pending" }
}

extension SandboxNumber: RowDecodable {
    static let columns: StaticString = "id, number, code, is_verified"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        number = try row[1]
        code = try row[2]
        isVerified = try row[3]
    }
}

/// The rows of `sns_sandbox`. Access path: by (scope, number), unique.
enum SandboxNumbers {
    static func named(
        _ number: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> SandboxNumber? {
        try tx.first(
            """
            SELECT \(raw: SandboxNumber.columns) FROM sns_sandbox
            WHERE scope = \(scope.id) AND number = \(number)
            """)
    }

    static func listed(
        _ scope: Scope, after number: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [SandboxNumber] {
        try tx.all(
            """
            SELECT \(raw: SandboxNumber.columns) FROM sns_sandbox
            WHERE scope = \(scope.id) AND number > \(number) ORDER BY number LIMIT \(limit)
            """)
    }

    /// A number with the code that proves whose it is; a number that is there already gets a new code.
    static func put(
        _ number: String, code: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_sandbox (scope, number, code, is_verified)
            VALUES (\(scope.id), \(number), \(code), \(false))
            ON CONFLICT (scope, number) DO UPDATE SET code = excluded.code
            """)
    }

    static func verify(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE sns_sandbox SET is_verified = \(true) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_sandbox WHERE id = \(id)")
    }
}
