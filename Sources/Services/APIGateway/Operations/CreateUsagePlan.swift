internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Makes a plan: which stages its keys may call, how fast and how often.
    func createUsagePlan(_ input: CreateUsagePlanInput, _ call: Call) async throws -> UsagePlan {
        let plan = UsagePlan(
            id: makeID(6), name: input.name, description: input.description, apiStages: input.apiStages ?? [],
            throttle: input.throttle, quota: input.quota, tags: input.tags)
        try Self.check(plan)
        return try await call.write { tx in
            try Self.checkStages(of: plan, call, in: tx)
            try Entities.put(plan, .plan, id: plan.id ?? "", call.scope, in: tx)
            return plan
        }
    }

    static func check(_ plan: UsagePlan) throws {
        if plan.apiStages?.contains(where: { $0.throttle?.isEmpty == false }) == true {
            throw NotImplemented("UsagePlan with throttle of single methods")
        }
        if let throttle = plan.throttle, (throttle.rateLimit ?? 0) < 0 || (throttle.burstLimit ?? 0) < 0 {
            throw BadRequestException("Usage Plan throttle rate and burst limit must not be negative")
        }
        guard let quota = plan.quota else { return }
        guard let limit = quota.limit, limit > 0 else {
            throw BadRequestException("Usage Plan quota limit must be greater than 0")
        }
        guard let period = quota.period, QuotaPeriod(rawValue: period) != nil else {
            throw BadRequestException("Usage Plan quota period must be one of DAY, WEEK, MONTH")
        }
    }

    static func checkStages(of plan: UsagePlan, _ call: Call, in tx: borrowing Transaction) throws {
        for stage in plan.apiStages ?? [] {
            guard let api = stage.apiId, let name = stage.stage else {
                throw BadRequestException("API Stage must name an API and a stage")
            }
            let found = try Entities.find(Stage.self, .stage, parent: api, id: name, call.scope, in: tx)
            guard found != nil else {
                throw NotFoundException(
                    "Invalid API Stage {api: \(api), stage: \(name)} specified for usageplan \(plan.id ?? "")"
                )
            }
        }
    }
}
