internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Takes a key off a plan.
    func deleteUsagePlanKey(_ input: DeleteUsagePlanKeyInput, _ call: Call) async throws -> Unit {
        let live = live
        return try await call.write { tx in
            _ = try Lookup.plan(input.usagePlanId, call, in: tx)
            guard try Plans.ids(ofKey: input.keyId, call.scope, in: tx).contains(input.usagePlanId) else {
                throw NotFoundException("Invalid API Key identifier specified")
            }
            try Plans.unlink(key: input.keyId, plan: input.usagePlanId, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return Unit()
        }
    }
}
