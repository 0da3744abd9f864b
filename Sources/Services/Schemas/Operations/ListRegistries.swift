internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Lists the caller's registries and AWS's own, or those of one kind.
    func listRegistries(_ input: ListRegistriesInput, _ call: Call) async throws -> ListRegistriesOutput {
        let limit = try Self.limit(input.limit)
        let (prefix, kind) = (input.registryNamePrefix ?? "", input.scope)
        guard [nil, "Local", "AWS"].contains(kind) else {
            throw Refusals.invalid("Scope must be Local or AWS.")
        }
        let question = "registries \(kind ?? "") \(prefix)"
        let place = try Self.place(input.nextToken, for: question)
        let scopes = [kind == "AWS" ? nil : call.scope.id, kind == "Local" ? nil : StoredRegistry.everybody]
        let scope = call.scope
        return try await call.read { tx in
            var found: [StoredRegistry] = []
            for scope in scopes.compactMap({ $0 }) {
                found += try Registries.listed(
                    prefix: prefix, after: place, limit: limit + 1, scope: scope, in: tx)
            }
            found.sort { $0.name < $1.name }
            let (page, token) = Self.page(Array(found.prefix(limit + 1)), limit: limit, for: question) {
                $0.name
            }
            var summaries: [RegistrySummary] = []
            for registry in page {
                let arn = StoredRegistry.arn(registry.name, scope)
                summaries.append(
                    RegistrySummary(
                        registryArn: arn.description, registryName: registry.name,
                        tags: try Tags.of(arn, in: tx)))
            }
            return ListRegistriesOutput(nextToken: token, registries: summaries)
        }
    }
}
