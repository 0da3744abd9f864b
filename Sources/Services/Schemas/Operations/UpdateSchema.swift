internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Changes the description, and adds a version where content or type are new. The same call again, with
    /// the same client token, answers as before.
    func updateSchema(_ input: UpdateSchemaInput, _ call: Call) async throws -> UpdateSchemaOutput {
        if let content = input.content, let type = input.type {
            _ = try SchemaContent(content, type: type)
        }
        let arn = StoredRegistry.arn(of: input.schemaName, in: input.registryName, call.scope)
        return try await call.write { tx in
            let registry = try Self.ownRegistry(input.registryName, call, in: tx)
            var schema = try Self.schema(input.schemaName, in: registry, tx: tx)
            let isRepetition = input.clientTokenId != nil && input.clientTokenId == schema.token
            if !isRepetition { schema = try Self.update(schema, of: registry, input, call, in: tx) }
            let version = try Self.version(nil, of: schema, in: tx)
            return UpdateSchemaOutput(
                description: schema.description, lastModified: schema.modifiedAt.timestamp,
                schemaArn: arn.description, schemaName: schema.name, schemaVersion: String(version.number),
                tags: try Tags.of(arn, in: tx), type: version.type,
                versionCreatedDate: version.createdAt.timestamp)
        }
    }

    private static func update(
        _ old: StoredSchema, of registry: StoredRegistry, _ input: UpdateSchemaInput, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> StoredSchema {
        var schema = old
        schema.description = input.description ?? schema.description
        schema.token = input.clientTokenId
        schema.modifiedAt = call.now
        let latest = try version(nil, of: schema, in: tx)
        let (content, type) = (input.content ?? latest.content, input.type ?? latest.type)
        guard content != latest.content || type != latest.type else {
            try SchemaRows.update(schema, in: tx)
            return schema
        }
        try checkGiven(registry)
        if input.content == nil || input.type == nil { _ = try SchemaContent(content, type: type) }
        return try add(content, type: type, to: schema, at: call.now, in: tx)
    }
}
