internal import APIGatewayInterface
internal import Kernel
internal import Store

/// Writes what a definition says into an API.
struct DefinedAPI: Sendable {
    let definition: Definition
    let tree: ResourceTree
    let call: Kernel.Call
    /// The operation that is at work, for refusals.
    let operation: String
    /// Makes identifiers.
    let makeID: @Sendable () -> String

    /// Replaces the resources of the API, or lays the definition over them. A path that was there keeps its
    /// resource's identifier.
    func write(replaces: Bool, in tx: borrowing Transaction) throws {
        let root = try Lookup.api(tree.api, call, in: tx).rootResourceId ?? ""
        var known: [String: String] = [:]
        if replaces {
            for resource in try tree.all(in: tx) { known[resource.path ?? ""] = resource.id }
            for child in try Paths.children(of: root, of: tree.api, call.scope, in: tx) {
                if let resource = try tree.find(child, in: tx) { try tree.remove(resource, in: tx) }
            }
            try tree.put(Resource(id: root, path: "/"), in: tx)
        }
        for path in definition.paths { try write(path, below: root, known, in: tx) }
    }

    private func write(
        _ path: Definition.Path, below root: String, _ known: [String: String],
        in tx: borrowing Transaction
    ) throws {
        guard var place = try tree.find(root, in: tx) else { return }
        for part in path.parts {
            if let child = try tree.child(part, of: place, in: tx) {
                place = child
                continue
            }
            guard PathPart.isValid(part) else {
                throw failure(
                    "Unable to create resource at path '\(path.text)': \(PathPart.invalid)")
            }
            let text = place.path == "/" ? "/\(part)" : "\(place.path ?? "")/\(part)"
            do {
                place = try tree.add(part, id: known[text] ?? makeID(), below: place, in: tx)
            } catch let refusal as BadRequestException {
                throw failure("Unable to create resource at path '\(path.text)': \(refusal.message)")
            }
        }
        guard !path.methods.isEmpty else { return }
        var methods = place.resourceMethods ?? [:]
        for (name, method) in path.methods {
            methods[name] = try checked(method, at: path.text, of: place.id ?? "")
        }
        place.resourceMethods = methods
        try tree.put(place, in: tx)
    }

    private func checked(_ given: Method, at path: String, of resource: String) throws -> Method {
        var method = given
        do {
            try MethodRules.check(method, "\(operation) (\(method.httpMethod ?? "") \(path))")
        } catch let refusal as BadRequestException {
            throw failure(
                "Unable to put method '\(method.httpMethod ?? "")' on resource at path '\(path)': \(refusal.message)"
            )
        }
        guard let integration = method.methodIntegration else { return method }
        do {
            method.methodIntegration = try IntegrationRules.checked(
                integration, of: resource, "\(operation) (\(method.httpMethod ?? "") \(path))")
        } catch let refusal as BadRequestException {
            throw failure(
                "Unable to put integration on '\(method.httpMethod ?? "")' for resource at path '\(path)': \(refusal.message)"
            )
        }
        return method
    }

    private func failure(_ text: String) -> BadRequestException {
        BadRequestException("Errors found during import:\n\t\(text)")
    }
}
