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
            for kind in [EntityKind.model, .validator, .gatewayResponse, .authorizer] {
                try Entities.removeAll(kind, parent: tree.api, call.scope, in: tx)
            }
        }
        let parts = try writeParts(in: tx)
        for path in definition.paths { try write(path, below: root, known, parts, in: tx) }
    }

    private func write(
        _ path: Definition.Path, below root: String, _ known: [String: String],
        _ parts: Parts, in tx: borrowing Transaction
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
            var method = method
            method.requestValidatorId = try method.requestValidatorId.map { name in
                guard let id = parts.validators[name] else {
                    throw failure(
                        "Unable to put method '\(method.httpMethod ?? "")' on resource at path '\(path.text)': Invalid Request Validator identifier specified"
                    )
                }
                return id
            }
            if let name = method.authorizerId { method.authorizerId = parts.authorizers[name] }
            do {
                try MethodRules.checkReferences(method, of: tree.api, call, in: tx)
            } catch let refusal as BadRequestException {
                throw failure(
                    "Unable to put method '\(method.httpMethod ?? "")' on resource at path '\(path.text)': \(refusal.message)"
                )
            }
            methods[name] = try checked(method, at: path.text, of: place.id ?? "")
        }
        place.resourceMethods = methods
        try tree.put(place, in: tx)
    }

    /// The identifiers of what methods refer to, by names.
    private struct Parts {
        var validators: [String: String] = [:]
        var authorizers: [String: String] = [:]
    }

    /// Writes what methods refer to.
    private func writeParts(in tx: borrowing Transaction) throws -> Parts {
        for given in definition.models {
            var model = given
            model.id = makeID()
            model.schema = given.schema?.replacing(
                "/restapis/API/models/", with: "/restapis/\(tree.api)/models/")
            try ModelRules.check(model)
            try Entities.put(model, .model, parent: tree.api, id: model.name ?? "", call.scope, in: tx)
        }
        for response in definition.responses {
            try Entities.put(
                response, .gatewayResponse, parent: tree.api, id: response.responseType ?? "", call.scope,
                in: tx)
        }
        var ids: [String: String] = [:]
        let present = try Entities.list(
            RequestValidator.self, .validator, parent: tree.api, limit: Snapshot.entriesMax, call.scope,
            in: tx)
        for validator in present { ids[validator.name ?? ""] = validator.id }
        for given in definition.validators {
            var validator = given
            let id = ids[given.name ?? ""] ?? makeID()
            validator.id = id
            ids[given.name ?? ""] = id
            try Entities.put(validator, .validator, parent: tree.api, id: id, call.scope, in: tx)
        }
        return Parts(validators: ids, authorizers: try writeAuthorizers(in: tx))
    }

    private func writeAuthorizers(in tx: borrowing Transaction) throws -> [String: String] {
        var ids: [String: String] = [:]
        let present = try Entities.list(
            Authorizer.self, .authorizer, parent: tree.api, limit: Snapshot.entriesMax, call.scope, in: tx)
        for authorizer in present { ids[authorizer.name ?? ""] = authorizer.id }
        for given in definition.authorizers {
            var authorizer = given
            let id = ids[given.name ?? ""] ?? makeID()
            authorizer.id = id
            ids[given.name ?? ""] = id
            try Entities.put(authorizer, .authorizer, parent: tree.api, id: id, call.scope, in: tx)
        }
        return ids
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
                integration, of: resource, in: method, "\(operation) (\(method.httpMethod ?? "") \(path))")
            try IntegrationRules.checkService(
                integration, call.kernel, "\(operation) (\(method.httpMethod ?? "") \(path))")
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
