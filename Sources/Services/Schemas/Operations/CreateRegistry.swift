internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func createRegistry(_ input: CreateRegistryInput, _ call: Call) async throws -> CreateRegistryOutput {
        let name = input.registryName
        try NameRules.checkRegistry(name)
        let tags = input.tags ?? [:]
        try TagRules.check(tags)
        let arn = StoredRegistry.arn(name, call.scope)
        try await call.write { tx in
            let scope = call.scope.id
            guard try Registries.named(name, scope: scope, in: tx) == nil else {
                throw Refusals.conflict("Registry with name \(name) already exists.")
            }
            let limit = StoredRegistry.registriesMax
            guard try Registries.count(upTo: limit, scope: scope, in: tx) < limit else {
                throw Refusals.forbidden("An account has at most \(limit) registries in a region.")
            }
            _ = try Registries.insert(name, description: input.description, scope: scope, in: tx)
            try Tags.set(tags, on: arn, in: tx)
        }
        return CreateRegistryOutput(
            description: input.description, registryArn: arn.description, registryName: name, tags: tags)
    }
}
