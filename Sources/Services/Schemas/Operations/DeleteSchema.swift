internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Deletes a schema with all its versions. A discovered one comes back with the next event.
    func deleteSchema(_ input: DeleteSchemaInput, _ call: Call) async throws -> Unit {
        try await call.write { [shapes] tx in
            let registry = try Self.ownRegistry(input.registryName, call, in: tx)
            let schema = try Self.schema(input.schemaName, in: registry, tx: tx)
            try Versions.removeAll(of: schema.id, in: tx)
            try SchemaRows.remove(schema.id, in: tx)
            try Registries.count(schemas: -1, of: registry.id, in: tx)
            try Tags.removeAll(
                of: StoredRegistry.arn(of: schema.name, in: registry.name, call.scope), in: tx)
            if registry.name == StoredRegistry.discovered {
                let key = ShapeCache.Key(scope: call.scope.id, schema: schema.name)
                tx.afterCommit { shapes.forget(key) }
            }
        }
        return Unit()
    }
}
