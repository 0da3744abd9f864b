internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func updateRegistry(_ input: UpdateRegistryInput, _ call: Call) async throws -> UpdateRegistryOutput {
        let arn = StoredRegistry.arn(input.registryName, call.scope)
        return try await call.write { tx in
            let found = try Self.ownRegistry(input.registryName, call, in: tx)
            if let description = input.description {
                try Registries.describe(found.id, as: description, in: tx)
            }
            return UpdateRegistryOutput(
                description: input.description ?? found.description, registryArn: arn.description,
                registryName: found.name, tags: try Tags.of(arn, in: tx))
        }
    }
}
