internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func deleteResourcePolicy(_ input: DeleteResourcePolicyInput, _ call: Call) async throws -> Unit {
        let name = try Self.required(input.registryName)
        try await call.write { tx in
            let registry = try Self.ownRegistry(name, call, in: tx)
            guard registry.policy != nil else {
                throw Refusals.missing("Registry with name \(name) has no resource policy.")
            }
            try Registries.set(policy: nil, revision: nil, of: registry.id, in: tx)
        }
        return Unit()
    }
}
