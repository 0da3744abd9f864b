internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Lists the versions of a schema, the newest first.
    func listSchemaVersions(
        _ input: ListSchemaVersionsInput, _ call: Call
    ) async throws -> ListSchemaVersionsOutput {
        let limit = try Self.limit(input.limit)
        let (registryName, name) = (input.registryName, input.schemaName)
        let question = "versions \(registryName) \(name)"
        let place = Int64(try Self.place(input.nextToken, for: question)) ?? .max
        let found = try await call.read { tx in
            let registry = try Self.registry(registryName, call, in: tx)
            let schema = try Self.schema(name, in: registry, tx: tx)
            return try Versions.listed(of: schema.id, below: place, limit: limit + 1, in: tx)
        }
        let (page, token) = Self.page(found, limit: limit, for: question) { String($0.number) }
        let arn = StoredRegistry.arn(of: name, in: registryName, call.scope).description
        return ListSchemaVersionsOutput(
            nextToken: token,
            schemaVersions: page.map {
                SchemaVersionSummary(
                    schemaArn: arn, schemaName: name, schemaVersion: String($0.number), type: $0.type)
            })
    }
}
