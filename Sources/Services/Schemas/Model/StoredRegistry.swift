internal import Kernel

/// A registry as it is stored.
struct StoredRegistry: Sendable {
    /// AWS's own events: read-only, the same for all accounts.
    static let provided = "aws.events"
    /// What discoverers find.
    static let discovered = "discovered-schemas"
    /// The scope of what belongs to no account.
    static let everybody: Int64 = 0
    /// Registries of an account in a region.
    static let registriesMax = 100
    /// Schemas of a registry.
    static let schemasMax = 1000

    let id: Int64
    let scope: Int64
    let name: String
    let description: String?
    let policy: String?
    let revision: String?
    let schemaCount: Int

    var isProvided: Bool { scope == Self.everybody }

    static func arn(_ name: String, _ scope: Scope) -> ARN {
        owned(by: name, scope.arn("schemas", "registry/\(name)"))
    }

    static func arn(of schema: String, in name: String, _ scope: Scope) -> ARN {
        owned(by: name, scope.arn("schemas", "schema/\(name)/\(schema)"))
    }

    /// What is AWS's own names no account.
    private static func owned(by name: String, _ arn: ARN) -> ARN {
        guard name == provided else { return arn }
        var arn = arn
        arn.account = ""
        return arn
    }
}
