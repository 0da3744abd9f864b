internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists usage plans, or those that have one key.
    func getUsagePlans(_ input: GetUsagePlansInput, _ call: Call) async throws -> GetUsagePlansOutput {
        if let key = input.keyId {
            let plans = try await call.read { tx in
                _ = try Lookup.key(key, call, in: tx)
                return try Plans.ids(ofKey: key, call.scope, in: tx).map { try Lookup.plan($0, call, in: tx) }
            }
            return GetUsagePlansOutput(items: plans)
        }
        let page = try await call.read { tx in
            try Page<UsagePlan>(.plan, position: input.position, limit: input.limit, id: \.id, call, in: tx)
        }
        return GetUsagePlansOutput(position: page.position, items: page.items)
    }
}
