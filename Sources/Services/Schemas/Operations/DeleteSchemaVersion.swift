internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Deletes a version, which must not be the only one of its schema.
    func deleteSchemaVersion(_ input: DeleteSchemaVersionInput, _ call: Call) async throws -> Unit {
        let name = input.schemaName
        try await call.write { tx in
            let registry = try Self.ownRegistry(input.registryName, call, in: tx)
            var schema = try Self.schema(name, in: registry, tx: tx)
            let version = try Self.version(input.schemaVersion, of: schema, in: tx)
            guard schema.versionCount > 1 else {
                throw Refusals.invalid(
                    "Version \(version.number) is the only one of schema \(name): delete the schema instead.")
            }
            _ = try Versions.remove(version.number, of: schema.id, in: tx)
            schema.versionCount -= 1
            let newest = try Versions.listed(of: schema.id, below: .max, limit: 1, in: tx).first
            schema.latest = newest?.number ?? schema.latest
            try SchemaRows.update(schema, in: tx)
        }
        return Unit()
    }
}
