internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a key, with its value when it is asked for.
    func getApiKey(_ input: GetApiKeyInput, _ call: Call) async throws -> ApiKey {
        var key = try await call.read { tx in try Lookup.key(input.apiKey, call, in: tx) }
        if input.includeValue != true { key.value = nil }
        return key
    }
}
