internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Changes name, description, customer, or whether the key counts.
    func updateApiKey(_ input: UpdateApiKeyInput, _ call: Call) async throws -> ApiKey {
        let patches = try Patch.all(input.patchOperations)
        let live = live
        return try await call.write { tx in
            var key = try Lookup.key(input.apiKey, call, in: tx)
            for patch in patches {
                switch (patch.op, patch.path) {
                case ("replace", ["name"]): key.name = try patch.text()
                case ("replace", ["description"]): key.description = try patch.text()
                case ("replace", ["customerId"]): key.customerId = try patch.text()
                case ("replace", ["enabled"]): key.enabled = try patch.text() == "true"
                default: throw patch.unknown
                }
            }
            key.lastUpdatedDate = call.now.timestamp
            try Entities.put(key, .key, id: input.apiKey, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            key.value = nil
            key.tags = key.tags ?? [:]
            return key
        }
    }
}
