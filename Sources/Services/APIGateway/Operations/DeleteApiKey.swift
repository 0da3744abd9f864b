internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Removes a key, also from the plans that have it.
    func deleteApiKey(_ input: DeleteApiKeyInput, _ call: Call) async throws -> Unit {
        let live = live
        return try await call.write { tx in
            let key = try Lookup.key(input.apiKey, call, in: tx)
            for plan in try Plans.ids(ofKey: input.apiKey, call.scope, in: tx) {
                try Plans.unlink(key: input.apiKey, plan: plan, call.scope, in: tx)
            }
            try Addresses.remove(value: key.value ?? "", call.scope, in: tx)
            try Entities.remove(.key, id: input.apiKey, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return Unit()
        }
    }
}
