internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a key of a plan.
    func getUsagePlanKey(_ input: GetUsagePlanKeyInput, _ call: Call) async throws -> UsagePlanKey {
        try await call.read { tx in
            _ = try Lookup.plan(input.usagePlanId, call, in: tx)
            let found = try Entities.find(
                UsagePlanKey.self, .planKey, parent: input.usagePlanId, id: input.keyId, call.scope, in: tx)
            guard let found else {
                throw NotFoundException("Invalid API Key identifier specified")
            }
            return found
        }
    }
}
