internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Adds a schema with its first version.
    func createSchema(_ input: CreateSchemaInput, _ call: Call) async throws -> CreateSchemaOutput {
        try NameRules.checkSchema(input.schemaName)
        let tags = input.tags ?? [:]
        try TagRules.check(tags)
        _ = try SchemaContent(input.content, type: input.type)
        let arn = StoredRegistry.arn(of: input.schemaName, in: input.registryName, call.scope)
        let schema = try await call.write { tx in
            let registry = try Self.ownRegistry(input.registryName, call, in: tx)
            try Self.checkGiven(registry)
            guard try SchemaRows.named(input.schemaName, registry: registry.id, in: tx) == nil else {
                throw Refusals.conflict("Schema with name \(input.schemaName) already exists.")
            }
            let draft = StoredSchema(
                registry: registry.id, name: input.schemaName, description: input.description,
                modifiedAt: call.now)
            let schema = try Self.add(draft, to: registry, in: tx)
            try Tags.set(tags, on: arn, in: tx)
            return try Self.add(input.content, type: input.type, to: schema, at: call.now, in: tx)
        }
        return CreateSchemaOutput(
            description: input.description, lastModified: schema.modifiedAt.timestamp,
            schemaArn: arn.description, schemaName: schema.name, schemaVersion: String(schema.latest),
            tags: tags, type: input.type, versionCreatedDate: schema.modifiedAt.timestamp)
    }

    /// What discoverers find is theirs to change.
    static func checkGiven(_ registry: StoredRegistry) throws {
        guard registry.name != StoredRegistry.discovered else {
            throw Refusals.forbidden(
                "Schemas of the registry \(registry.name) are made and changed by discoverers alone.")
        }
    }

    static func add(
        _ draft: StoredSchema, to registry: StoredRegistry, in tx: borrowing Transaction
    ) throws -> StoredSchema {
        guard registry.schemaCount < StoredRegistry.schemasMax else {
            throw Refusals.forbidden("A registry has at most \(StoredRegistry.schemasMax) schemas.")
        }
        var schema = draft
        schema.id = try SchemaRows.insert(draft, in: tx)
        try Registries.count(schemas: 1, of: registry.id, in: tx)
        return schema
    }

    /// Adds a version; answers the schema as it is then.
    static func add(
        _ content: String, type: String, to schema: StoredSchema, at now: Instant,
        in tx: borrowing Transaction
    ) throws -> StoredSchema {
        guard schema.versionCount < StoredSchema.versionsMax else {
            throw Refusals.forbidden("A schema has at most \(StoredSchema.versionsMax) versions.")
        }
        var schema = schema
        schema.latest = schema.next
        schema.next += 1
        schema.versionCount += 1
        schema.modifiedAt = now
        try Versions.insert(
            StoredVersion(number: schema.latest, type: type, content: content, createdAt: now),
            of: schema.id, in: tx)
        try SchemaRows.update(schema, in: tx)
        return schema
    }
}
