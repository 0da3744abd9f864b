internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Answers a schema in JSON Schema draft 4.
    func exportSchema(_ input: ExportSchemaInput, _ call: Call) async throws -> ExportSchemaOutput {
        guard input.type == StoredSchema.draft4 else {
            throw Refusals.invalid("Type must be \(StoredSchema.draft4).")
        }
        let (registryName, name) = (input.registryName, input.schemaName)
        let version = try await call.read { tx in
            let registry = try Self.registry(registryName, call, in: tx)
            return try Self.version(
                input.schemaVersion, of: try Self.schema(name, in: registry, tx: tx), in: tx)
        }
        var text = version.content
        if version.type == StoredSchema.openAPI {
            let content = try SchemaContent(version.content, type: version.type)
            text = DraftConversion.draft4(content.document, root: content.root).text
        }
        return ExportSchemaOutput(
            content: text,
            schemaArn: StoredRegistry.arn(of: name, in: registryName, call.scope).description,
            schemaName: name, schemaVersion: String(version.number), type: StoredSchema.draft4)
    }
}
