internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Removes a resource and what is below it.
    func deleteResource(_ input: DeleteResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let resource = try Lookup.resource(input.resourceId, of: input.restApiId, call, in: tx)
            guard resource.parentId != nil else { throw BadRequestException("Cannot delete root resource.") }
            let all = try Entities.list(
                Resource.self, .resource, parent: input.restApiId, limit: Self.resourcesMax + 1, call.scope,
                in: tx)
            var gone: Set<String> = [input.resourceId]
            var count = 0
            while count != gone.count {
                count = gone.count
                for child in all where child.parentId.map(gone.contains) == true {
                    gone.insert(child.id ?? "")
                }
            }
            for id in gone {
                try Entities.remove(.resource, parent: input.restApiId, id: id, call.scope, in: tx)
            }
            return Unit()
        }
    }
}
