internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Makes code of a version of a schema available. It takes no time, so that it is complete at once.
    func putCodeBinding(_ input: PutCodeBindingInput, _ call: Call) async throws -> PutCodeBindingOutput {
        let language = try BindingLanguage(named: input.language)
        let (registry, name) = (input.registryName, input.schemaName)
        let found = try await bound(registry, name, input.schemaVersion, call)
        // What cannot be made is refused now and not when it is fetched.
        _ = try language.files(of: try SchemaContent(found.content, type: found.type), named: name)
        let binding = try await call.write { tx in
            let present = try Self.registry(registry, call, in: tx)
            let schema = try Self.schema(name, in: present, tx: tx)
            _ = try Self.version(String(found.number), of: schema, in: tx)
            return try CodeBindings.put(
                BindingKey(schema: schema.id, number: found.number, language: language.rawValue),
                at: call.now, call.scope, in: tx)
        }
        return PutCodeBindingOutput(
            creationDate: binding.createdAt.timestamp, lastModified: binding.modifiedAt.timestamp,
            schemaVersion: String(found.number), status: StoredBinding.complete)
    }

    /// A version of a schema, to make code of.
    func bound(
        _ registry: String, _ name: String, _ version: String?, _ call: Call
    ) async throws -> StoredVersion {
        try await call.read { tx in
            let registry = try Self.registry(registry, call, in: tx)
            return try Self.version(version, of: try Self.schema(name, in: registry, tx: tx), in: tx)
        }
    }
}
