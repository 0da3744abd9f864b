internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists keys, with their values when they are asked for.
    func getApiKeys(_ input: GetApiKeysInput, _ call: Call) async throws -> GetApiKeysOutput {
        let page = try await call.read { tx in
            try Page<ApiKey>(.key, position: input.position, limit: input.limit, id: \.id, call, in: tx)
        }
        let items = page.items.filter { key in
            (input.nameQuery.map { key.name?.hasPrefix($0) == true } ?? true)
                && (input.customerId.map { key.customerId == $0 } ?? true)
        }.map { key in
            var shown = key
            if input.includeValues != true { shown.value = nil }
            return shown
        }
        return GetApiKeysOutput(position: page.position, items: items)
    }
}
