internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Changes name, throttle, quota or stages of a plan.
    func updateUsagePlan(_ input: UpdateUsagePlanInput, _ call: Call) async throws -> UsagePlan {
        let patches = try Patch.all(input.patchOperations)
        let live = live
        return try await call.write { tx in
            var plan = try Lookup.plan(input.usagePlanId, call, in: tx)
            for patch in patches { try Self.apply(patch, to: &plan) }
            try Self.check(plan)
            try Self.checkStages(of: plan, call, in: tx)
            try Entities.put(plan, .plan, id: input.usagePlanId, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            plan.tags = plan.tags ?? [:]
            return plan
        }
    }

    private static func apply(_ patch: Patch, to plan: inout UsagePlan) throws {
        switch (patch.op, patch.path) {
        case ("replace", ["name"]): plan.name = try patch.text()
        case ("replace", ["description"]): plan.description = try patch.text()
        case ("replace", ["throttle", "rateLimit"]):
            guard let rate = Double(try patch.text()) else { throw patch.unknown }
            plan.throttle = plan.throttle ?? ThrottleSettings()
            plan.throttle?.rateLimit = rate
        case ("replace", ["throttle", "burstLimit"]):
            plan.throttle = plan.throttle ?? ThrottleSettings()
            plan.throttle?.burstLimit = try patch.integer()
        case ("remove", ["throttle"]): plan.throttle = nil
        case ("replace", ["quota", "limit"]):
            plan.quota = plan.quota ?? QuotaSettings(offset: 0, period: "DAY")
            plan.quota?.limit = try patch.integer()
        case ("replace", ["quota", "period"]):
            plan.quota = plan.quota ?? QuotaSettings(offset: 0)
            plan.quota?.period = try patch.text()
        case ("remove", ["quota"]): plan.quota = nil
        case ("add", ["apiStages"]), ("remove", ["apiStages"]):
            let parts = (patch.value ?? "").split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw BadRequestException("Invalid API Stage specified") }
            var stages = (plan.apiStages ?? []).filter { $0.apiId != parts[0] || $0.stage != parts[1] }
            if patch.op == "add" { stages.append(ApiStage(apiId: parts[0], stage: parts[1])) }
            plan.apiStages = stages
        default: throw patch.unknown
        }
    }
}
