internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Deletes a registry that has no schemas.
    func deleteRegistry(_ input: DeleteRegistryInput, _ call: Call) async throws -> Unit {
        let name = input.registryName
        try await call.write { tx in
            let found = try Self.ownRegistry(name, call, in: tx)
            guard found.schemaCount == 0 else {
                throw Refusals.invalid("Registry with name \(name) still has \(found.schemaCount) schemas.")
            }
            try Registries.remove(found.id, in: tx)
            try Tags.removeAll(of: StoredRegistry.arn(name, call.scope), in: tx)
        }
        return Unit()
    }
}
