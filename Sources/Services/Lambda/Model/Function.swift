internal import Kernel
internal import LambdaInterface
internal import Store

/// A function: the name that versions, aliases and settings belong to.
struct Function: Sendable {
    let id: Int64
    let scope: Int64
    let name: String
    let lastVersion: Int
    /// Reserved concurrency.
    let reserved: Int?
    let policyRevision: String

    func arn(_ scope: Scope) -> String { scope.arn("lambda", "function:\(name)").description }
}

extension Function: RowDecodable {
    static let columns: StaticString = "id, scope, name, last_version, reserved, policy_revision"

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        scope = try row.value(1)
        name = try row.value(2)
        lastVersion = try row.value(3)
        reserved = try row.value(4)
        policyRevision = try row.value(5)
    }
}
