internal import Kernel
internal import Store
internal import Wire

/// The schemas of the registry `aws.events`, as far as the server sends such events itself.
///
/// They stand in the tables like all others, so that they are read and searched like them, and belong to no
/// account.
enum ProvidedSchemas {
    /// Adds what is missing, and a version where a release changed a schema.
    static func install(_ kernel: Kernel) async throws {
        let now = kernel.time.now
        try await kernel.store.write(label: "schemas.provided") { tx in
            let (name, scope) = (StoredRegistry.provided, StoredRegistry.everybody)
            let description = "Schemas of the events that services send."
            if try Registries.named(name, scope: scope, in: tx) == nil {
                _ = try Registries.insert(name, description: description, scope: scope, in: tx)
            }
            for event in ProvidedEvent.all {
                guard let registry = try Registries.named(name, scope: scope, in: tx) else { return }
                try install(event, registry, at: now, in: tx)
            }
        }
    }

    private static func install(
        _ event: ProvidedEvent, _ registry: StoredRegistry, at now: Instant, in tx: borrowing Transaction
    ) throws {
        let content = event.content
        let schema: StoredSchema
        if let old = try SchemaRows.named(event.name, registry: registry.id, in: tx) {
            guard try Versions.numbered(old.latest, of: old.id, in: tx)?.content != content else { return }
            schema = old
        } else {
            schema = try Schemas.add(
                StoredSchema(
                    registry: registry.id, name: event.name, description: event.description, modifiedAt: now),
                to: registry, in: tx)
        }
        _ = try Schemas.add(content, type: StoredSchema.openAPI, to: schema, at: now, in: tx)
    }
}
