internal import APIGatewayInterface
internal import Kernel
internal import Store

/// The resources of an API as they hang below one another.
struct ResourceTree: Sendable {
    /// Resources that an API may have, with its root.
    static let resourcesMax = 300

    let api: String
    let scope: Scope

    /// Makes a resource; costs the same however many there are.
    func add(
        _ part: String, id: String, below parent: Resource, in tx: borrowing Transaction
    ) throws -> Resource {
        let parentID = parent.id ?? ""
        guard try Paths.count(of: api, in: tx) + 1 < Self.resourcesMax else {
            throw LimitExceededException("Maximum number of resources for this API has been reached.")
        }
        let place = Paths.Place(api: api, parent: parentID, part: part)
        guard try Paths.resource(at: place, scope, in: tx) == nil else {
            throw ConflictException("Another resource with the same parent already has this name: \(part)")
        }
        if part.hasPrefix("{") {
            let others = try Paths.variables(below: parentID, of: api, scope, in: tx)
            if let other = others.first {
                throw BadRequestException(
                    "A sibling (\(other)) of this resource already has a variable path part -- only one is allowed"
                )
            }
        }
        if parent.pathPart?.hasSuffix("+}") == true {
            throw BadRequestException(
                "Cannot create a child of a resource with a greedy path variable: \(parent.pathPart ?? "")")
        }
        let path = parent.path == "/" ? "/\(part)" : "\(parent.path ?? "")/\(part)"
        let resource = Resource(id: id, parentId: parentID, pathPart: part, path: path)
        try put(resource, in: tx)
        try Paths.add(id, at: place, scope, in: tx)
        return resource
    }

    func put(_ resource: Resource, in tx: borrowing Transaction) throws {
        try Entities.put(resource, .resource, parent: api, id: resource.id ?? "", scope, in: tx)
    }

    func find(_ id: String, in tx: borrowing Transaction) throws -> Resource? {
        try Entities.find(Resource.self, .resource, parent: api, id: id, scope, in: tx)
    }

    /// The resource of that part below another one.
    func child(_ part: String, of parent: Resource, in tx: borrowing Transaction) throws -> Resource? {
        let place = Paths.Place(api: api, parent: parent.id ?? "", part: part)
        guard let id = try Paths.resource(at: place, scope, in: tx) else { return nil }
        return try find(id, in: tx)
    }

    func all(in tx: borrowing Transaction) throws -> [Resource] {
        try Entities.list(Resource.self, .resource, parent: api, limit: Self.resourcesMax, scope, in: tx)
    }

    /// Removes a resource and what is below it.
    func remove(_ resource: Resource, in tx: borrowing Transaction) throws {
        var gone = [resource]
        while let next = gone.popLast() {
            let id = next.id ?? ""
            for child in try Paths.children(of: id, of: api, scope, in: tx) {
                if let found = try find(child, in: tx) { gone.append(found) }
            }
            try Entities.remove(.resource, parent: api, id: id, scope, in: tx)
            let place = Paths.Place(api: api, parent: next.parentId ?? "", part: next.pathPart ?? "")
            try Paths.remove(place, scope, in: tx)
        }
    }
}
