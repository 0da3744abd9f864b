internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Gives a plan a key.
    func createUsagePlanKey(_ input: CreateUsagePlanKeyInput, _ call: Call) async throws -> UsagePlanKey {
        guard input.keyType == "API_KEY" else {
            throw BadRequestException("Usage Plan Key type must be API_KEY")
        }
        let live = live
        return try await call.write { tx in
            let plan = try Lookup.plan(input.usagePlanId, call, in: tx)
            let key = try Lookup.key(input.keyId, call, in: tx)
            for other in try Plans.ids(ofKey: input.keyId, call.scope, in: tx) {
                if other == input.usagePlanId {
                    throw ConflictException("Usage Plan Key already exists")
                }
                let stages = try Lookup.plan(other, call, in: tx).apiStages ?? []
                let shared = stages.contains { stage in
                    plan.apiStages?.contains { $0.apiId == stage.apiId && $0.stage == stage.stage } == true
                }
                guard !shared else {
                    throw ConflictException(
                        "The API Key is already subscribed to a usage plan with the same API stage")
                }
            }
            let link = UsagePlanKey(id: key.id, type: "API_KEY", value: key.value, name: key.name)
            try Plans.link(link, plan: input.usagePlanId, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return link
        }
    }

    /// Takes all keys off a plan.
    static func removeKeys(of plan: String, _ call: Call, in tx: borrowing Transaction) throws {
        while true {
            let keys = try Entities.list(
                UsagePlanKey.self, .planKey, parent: plan, limit: 100, call.scope, in: tx)
            for key in keys { try Plans.unlink(key: key.id ?? "", plan: plan, call.scope, in: tx) }
            if keys.count < 100 { return }
        }
    }
}
