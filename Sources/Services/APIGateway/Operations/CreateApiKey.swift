internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Makes a key with a value of its own or the one given.
    func createApiKey(_ input: CreateApiKeyInput, _ call: Call) async throws -> ApiKey {
        try Unsupported.refuse("CreateApiKey", [("stageKeys", input.stageKeys?.isEmpty == false)])
        if let value = input.value, !(20...128).contains(value.utf8.count) {
            throw BadRequestException("API Key value should be at least 20 characters")
        }
        let key = ApiKey(
            id: makeID(), value: input.value ?? makeID(40), name: input.name, customerId: input.customerId,
            description: input.description, enabled: input.enabled ?? false, createdDate: call.now.timestamp,
            lastUpdatedDate: call.now.timestamp, stageKeys: [], tags: input.tags)
        let (id, value) = (key.id ?? "", key.value ?? "")
        return try await call.write { tx in
            guard try Addresses.key(ofValue: value, call.scope, in: tx) == nil else {
                throw ConflictException("API Key already exists")
            }
            try Addresses.add(value: value, key: id, call.scope, in: tx)
            try Entities.put(key, .key, id: id, call.scope, in: tx)
            return key
        }
    }
}
