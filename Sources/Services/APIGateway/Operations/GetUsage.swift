internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Days that one question may span.
    static let usageDaysMax = 90

    /// Answers how much of its quota each key used, and what was left, day by day.
    func getUsage(_ input: GetUsageInput, _ call: Call) async throws -> GetUsageOutput {
        guard let start = Self.day(input.startDate), let end = Self.day(input.endDate), start <= end,
            end - start <= Self.usageDaysMax
        else { throw BadRequestException("Usage dates must be in the format yyyy-MM-dd") }
        try await usage.flush()
        let (plan, keys) = try await call.read { tx in
            let plan = try Lookup.plan(input.usagePlanId, call, in: tx)
            let page = try Page<UsagePlanKey>(
                .planKey, parent: input.usagePlanId, position: input.position, limit: input.limit, id: \.id,
                call, in: tx)
            return (plan, page)
        }
        let ids = keys.items.compactMap(\.id).filter { input.keyId == nil || $0 == input.keyId }
        let limit = plan.quota?.limit ?? 0
        let days = try await call.read { tx in
            try ids.map { id in
                let used = try UsageRows.used(
                    plan: input.usagePlanId, key: id, days: start...end, scope: call.scope.id, in: tx)
                return (start...end).map { day in [used[day] ?? 0, max(0, limit - (used[day] ?? 0))] }
            }
        }
        return GetUsageOutput(
            usagePlanId: input.usagePlanId, startDate: input.startDate, endDate: input.endDate,
            position: keys.position, items: Dictionary(uniqueKeysWithValues: zip(ids, days)))
    }

    private static func day(_ date: String) -> Int? {
        Timestamp(parsing: "\(date)T00:00:00Z", .iso8601).map { $0.milliseconds / 86_400_000 }
    }
}
