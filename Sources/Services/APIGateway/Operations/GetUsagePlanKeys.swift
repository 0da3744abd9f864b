internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the keys of a plan.
    func getUsagePlanKeys(
        _ input: GetUsagePlanKeysInput, _ call: Call
    ) async throws -> GetUsagePlanKeysOutput {
        let page = try await call.read { tx in
            _ = try Lookup.plan(input.usagePlanId, call, in: tx)
            return try Page<UsagePlanKey>(
                .planKey, parent: input.usagePlanId, position: input.position, limit: input.limit, id: \.id,
                call, in: tx)
        }
        let items = page.items.filter { key in input.nameQuery.map { key.name?.hasPrefix($0) == true } ?? true
        }
        return GetUsagePlanKeysOutput(position: page.position, items: items)
    }
}
