internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Makes the schema that examples of one kind of event follow.
    func getDiscoveredSchema(
        _ input: GetDiscoveredSchemaInput, _ call: Call
    ) async throws -> GetDiscoveredSchemaOutput {
        let values = try input.events.map { try Self.example($0) }
        let events = values.compactMap { DiscoveredEvent($0) }
        let document: JSON
        if events.count == values.count, let first = events.first {
            guard events.allSatisfy({ $0.schemaName == first.schemaName }) else {
                throw Refusals.invalid("Events must be of one source and detail-type.")
            }
            var shape = ValueShape()
            for event in events { shape.learn(event.detail) }
            document = OpenAPIWriter.document(
                source: first.source, detailType: first.detailType, detail: shape)
        } else {
            var shape = ValueShape()
            for value in values { shape.learn(value) }
            document = OpenAPIWriter.document(of: shape)
        }
        guard input.type == StoredSchema.draft4 else {
            return GetDiscoveredSchemaOutput(content: document.text)
        }
        let root = document["components"]?["schemas"]?.object?.names.first
        return GetDiscoveredSchemaOutput(content: DraftConversion.draft4(document, root: root).text)
    }

    private static func example(_ text: String) throws -> JSON {
        do {
            let value = try JSON(parsing: text)
            if value.object != nil { return value }
        } catch {
            throw Refusals.invalid("An event is not JSON: \(error.reason) at offset \(error.offset).")
        }
        throw Refusals.invalid("An event must be a JSON object.")
    }
}
