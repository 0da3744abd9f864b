internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func describeCodeBinding(
        _ input: DescribeCodeBindingInput, _ call: Call
    ) async throws -> DescribeCodeBindingOutput {
        let language = try BindingLanguage(named: input.language).rawValue
        return try await call.read { tx in
            let registry = try Self.registry(input.registryName, call, in: tx)
            let schema = try Self.schema(input.schemaName, in: registry, tx: tx)
            let version = try Self.version(input.schemaVersion, of: schema, in: tx)
            let binding = try Self.binding(language, version, schema, call, in: tx)
            return DescribeCodeBindingOutput(
                creationDate: binding.createdAt.timestamp, lastModified: binding.modifiedAt.timestamp,
                schemaVersion: String(version.number), status: StoredBinding.complete)
        }
    }

    static func binding(
        _ language: String, _ version: StoredVersion, _ schema: StoredSchema, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> StoredBinding {
        let key = BindingKey(schema: schema.id, number: version.number, language: language)
        guard let binding = try CodeBindings.at(key, call.scope, in: tx) else {
            throw Refusals.missing(
                "Schema with name \(schema.name) and version \(version.number) has no code binding in \(language)."
            )
        }
        return binding
    }
}
