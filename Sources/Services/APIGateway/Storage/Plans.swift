internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

/// Which keys a usage plan has: a row below the plan and one below the key, so that both can be asked.
enum Plans {
    private static func place(ofKey key: String) -> String { "key:\(key)" }

    static func link(_ key: UsagePlanKey, plan: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        let id = key.id ?? ""
        try Entities.put(key, .planKey, parent: plan, id: id, scope, in: tx)
        try Entities.put(key, .planKey, parent: place(ofKey: id), id: plan, scope, in: tx)
    }

    static func unlink(key: String, plan: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        try Entities.remove(.planKey, parent: plan, id: key, scope, in: tx)
        try Entities.remove(.planKey, parent: place(ofKey: key), id: plan, scope, in: tx)
    }

    static func ids(ofKey key: String, _ scope: Scope, in tx: borrowing Transaction) throws -> [String] {
        let parent = place(ofKey: key)
        return try tx.values(
            """
            SELECT id FROM apigateway_entity
            WHERE scope = \(scope.id) AND kind = \(EntityKind.planKey.rawValue) AND parent = \(parent)
            """, as: String.self)
    }
}
