internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a usage plan.
    func getUsagePlan(_ input: GetUsagePlanInput, _ call: Call) async throws -> UsagePlan {
        var plan = try await call.read { tx in try Lookup.plan(input.usagePlanId, call, in: tx) }
        // Told here and after a change even where there are none; elsewhere only where there are some.
        plan.tags = plan.tags ?? [:]
        return plan
    }
}
