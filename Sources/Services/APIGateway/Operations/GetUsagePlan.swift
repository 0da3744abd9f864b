internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a usage plan.
    func getUsagePlan(_ input: GetUsagePlanInput, _ call: Call) async throws -> UsagePlan {
        try await call.read { tx in try Lookup.plan(input.usagePlanId, call, in: tx) }
    }
}
