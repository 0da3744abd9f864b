internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Removes a plan that serves no stage any more.
    func deleteUsagePlan(_ input: DeleteUsagePlanInput, _ call: Call) async throws -> Unit {
        let live = live
        return try await call.write { tx in
            let plan = try Lookup.plan(input.usagePlanId, call, in: tx)
            guard plan.apiStages?.isEmpty != false else {
                throw BadRequestException(
                    "Cannot delete usage plan: All API Stages should be removed from usage plan before it can be "
                        + "deleted")
            }
            try Self.removeKeys(of: input.usagePlanId, call, in: tx)
            try Entities.remove(.plan, id: input.usagePlanId, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return Unit()
        }
    }
}
