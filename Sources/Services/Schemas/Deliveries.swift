internal import Kernel
internal import Logging
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// What a rule sends to a discoverer, as an IAM action.
    static let discovery = "schemas:Discover"
    /// Bytes of an event that is looked at; larger ones take too long.
    static let eventSizeMax = 256 << 10

    /// Looks at an event that the rule of a discoverer sends. One that looks as others did writes nothing.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard delivery.action == Self.discovery, let arn = ARN(delivery.target),
            arn.resource.hasPrefix("discoverer/"),
            let discoverer = try Discoverers.named(
                String(arn.resource.dropFirst("discoverer/".count)), call.scope, in: tx)
        else {
            throw DeliveryFailure.permanent(
                code: "NO_RESOURCE", message: "\(delivery.target) is no discoverer.")
        }
        guard discoverer.state == StoredDiscoverer.started, delivery.payload.count <= Self.eventSizeMax else {
            return
        }
        let value: JSON
        do {
            value = try JSON(parsing: delivery.payload)
        } catch {
            throw DeliveryFailure.permanent(code: "INVALID_JSON", message: "The event is not JSON.")
        }
        guard let event = DiscoveredEvent(value) else { return }
        let key = ShapeCache.Key(scope: call.scope.id, schema: event.schemaName)
        if shapes.shape(key)?.covers(event) == true { return }
        try learn(event, key, call, in: tx)
    }

    /// Adds a version to the schema of an event that looks like none before, or makes the schema.
    private func learn(
        _ event: DiscoveredEvent, _ key: ShapeCache.Key, _ call: Call, in tx: borrowing Transaction
    ) throws {
        let shapes = shapes
        guard let registry = try Self.discoveredRegistry(call, in: tx) else { return }
        let old = try SchemaRows.named(key.schema, registry: registry.id, in: tx)
        var shape = DiscoveredShape()
        if let old, let text = try SchemaRows.shape(of: old.id, in: tx) {
            if let known = DiscoveredShape(text: text) {
                shape = known
            } else {
                kernel.log.error("schemas: the shape of \(key.schema) cannot be read and is learned anew")
            }
        }
        guard !shape.covers(event) else {
            let known = shape
            return tx.afterCommit { shapes.keep(known, key) }
        }
        shape.detail.learn(event.detail)
        let content = OpenAPIWriter.document(
            source: event.source, detailType: event.detailType, detail: shape.detail
        ).text
        // Counting characters takes long, bytes are known.
        let isTooLong =
            content.utf8.count > SchemaContent.lengthMax && content.count > SchemaContent.lengthMax
        if isTooLong { shape.isComplete = true }
        guard old != nil || registry.schemaCount < StoredRegistry.schemasMax, old != nil || !isTooLong else {
            return
        }
        var schema =
            try old
            ?? Self.add(
                StoredSchema(registry: registry.id, name: key.schema, modifiedAt: call.now), to: registry,
                in: tx)
        if !isTooLong {
            try Self.makeRoom(in: &schema, in: tx)
            schema = try Self.add(content, type: StoredSchema.openAPI, to: schema, at: call.now, in: tx)
        }
        try SchemaRows.set(shape: shape.text, of: schema.id, in: tx)
        let learned = shape
        tx.afterCommit { shapes.keep(learned, key) }
    }

    /// A discovered schema keeps its newest versions.
    private static func makeRoom(in schema: inout StoredSchema, in tx: borrowing Transaction) throws {
        guard schema.versionCount >= StoredSchema.versionsMax,
            let oldest = try Versions.oldest(of: schema.id, in: tx)
        else { return }
        _ = try Versions.remove(oldest, of: schema.id, in: tx)
        schema.versionCount -= 1
    }

    /// The registry of what discoverers find; it is there as soon as there is one.
    static func discoveredRegistry(
        _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredRegistry? {
        let name = StoredRegistry.discovered
        if let found = try Registries.named(name, scope: call.scope.id, in: tx) { return found }
        _ = try Registries.insert(
            name, description: "Schemas of events that discoverers found.", scope: call.scope.id, in: tx)
        return try Registries.named(name, scope: call.scope.id, in: tx)
    }
}
