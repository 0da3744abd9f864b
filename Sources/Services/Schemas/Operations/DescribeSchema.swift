internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func describeSchema(_ input: DescribeSchemaInput, _ call: Call) async throws -> DescribeSchemaOutput {
        let arn = StoredRegistry.arn(of: input.schemaName, in: input.registryName, call.scope)
        return try await call.read { tx in
            let registry = try Self.registry(input.registryName, call, in: tx)
            let schema = try Self.schema(input.schemaName, in: registry, tx: tx)
            let version = try Self.version(input.schemaVersion, of: schema, in: tx)
            return DescribeSchemaOutput(
                content: version.content, description: schema.description,
                lastModified: schema.modifiedAt.timestamp, schemaArn: arn.description,
                schemaName: schema.name, schemaVersion: String(version.number),
                tags: try Tags.of(arn, in: tx), type: version.type,
                versionCreatedDate: version.createdAt.timestamp)
        }
    }
}
