internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func listSchemas(_ input: ListSchemasInput, _ call: Call) async throws -> ListSchemasOutput {
        let limit = try Self.limit(input.limit)
        let (name, prefix) = (input.registryName, input.schemaNamePrefix ?? "")
        let question = "schemas \(name) \(prefix)"
        let place = try Self.place(input.nextToken, for: question)
        return try await call.read { tx in
            let registry = try Self.registry(name, call, in: tx)
            let found = try SchemaRows.listed(
                registry: registry.id, prefix: prefix, after: place, limit: limit + 1, in: tx)
            let (page, token) = Self.page(found, limit: limit, for: question) { $0.name }
            var summaries: [SchemaSummary] = []
            for schema in page {
                let arn = StoredRegistry.arn(of: schema.name, in: name, call.scope)
                summaries.append(
                    SchemaSummary(
                        lastModified: schema.modifiedAt.timestamp, schemaArn: arn.description,
                        schemaName: schema.name, tags: try Tags.of(arn, in: tx),
                        versionCount: schema.versionCount))
            }
            return ListSchemasOutput(nextToken: token, schemas: summaries)
        }
    }
}
