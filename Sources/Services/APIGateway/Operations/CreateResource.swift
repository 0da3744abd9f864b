internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Resources that an API may have.
    static let resourcesMax = 300

    /// Adds a path part below a resource.
    func createResource(_ input: CreateResourceInput, _ call: Call) async throws -> Resource {
        guard PathPart.isValid(input.pathPart) else {
            throw BadRequestException(
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces "
                    + "at the beginning and the end.")
        }
        let id = makeID(6)
        return try await call.write { tx in
            let parent = try Lookup.resource(input.parentId, of: input.restApiId, call, in: tx)
            let path = parent.path == "/" ? "/\(input.pathPart)" : "\(parent.path ?? "")/\(input.pathPart)"
            let others = try Entities.list(
                Resource.self, .resource, parent: input.restApiId, limit: Self.resourcesMax + 1, call.scope,
                in: tx)
            guard others.count < Self.resourcesMax else {
                throw LimitExceededException("Maximum number of resources for this API has been reached.")
            }
            let siblings = others.filter { $0.parentId == input.parentId }
            if siblings.contains(where: { $0.pathPart == input.pathPart }) {
                throw ConflictException(
                    "Another resource with the same parent already has this name: \(input.pathPart)")
            }
            let isVariable = input.pathPart.hasPrefix("{")
            if isVariable, let other = siblings.first(where: { $0.pathPart?.hasPrefix("{") == true }),
                (other.pathPart?.hasSuffix("+}") == true) == input.pathPart.hasSuffix("+}")
            {
                throw BadRequestException(
                    "A sibling (\(other.pathPart ?? "")) of this resource already has a variable path part -- only one "
                        + "is allowed")
            }
            if parent.pathPart?.hasSuffix("+}") == true {
                throw BadRequestException(
                    "Cannot create a child of a resource with a greedy path variable: \(parent.pathPart ?? "")"
                )
            }
            let resource = Resource(id: id, parentId: input.parentId, pathPart: input.pathPart, path: path)
            try Entities.put(resource, .resource, parent: input.restApiId, id: id, call.scope, in: tx)
            return resource
        }
    }
}

/// A part of a path: text, `{variable}` or, at the end, `{greedy+}`.
enum PathPart {
    static func isValid(_ text: String) -> Bool {
        var inner = text[...]
        if text.hasPrefix("{") {
            guard text.hasSuffix("}") else { return false }
            inner = inner.dropFirst().dropLast()
            if inner.last == "+" { inner = inner.dropLast() }
        }
        let allowed = "._-:$"
        return !inner.isEmpty
            && inner.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0)) }
    }
}
