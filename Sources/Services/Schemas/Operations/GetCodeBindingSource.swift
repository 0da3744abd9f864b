internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Answers the files of generated code as a zip archive.
    func getCodeBindingSource(
        _ input: GetCodeBindingSourceInput, _ call: Call
    ) async throws -> GetCodeBindingSourceOutput {
        let language = try BindingLanguage(named: input.language)
        let name = input.schemaName
        let version = try await call.read { tx in
            let registry = try Self.registry(input.registryName, call, in: tx)
            let schema = try Self.schema(name, in: registry, tx: tx)
            let version = try Self.version(input.schemaVersion, of: schema, in: tx)
            _ = try Self.binding(language.rawValue, version, schema, call, in: tx)
            return version
        }
        let content = try SchemaContent(version.content, type: version.type)
        return GetCodeBindingSourceOutput(body: try language.archive(of: content, named: name))
    }
}
