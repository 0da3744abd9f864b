internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Removes a resource and what is below it.
    func deleteResource(_ input: DeleteResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let resource = try Lookup.resource(input.resourceId, of: input.restApiId, call, in: tx)
            guard resource.parentId != nil else { throw BadRequestException("Cannot delete root resource.") }
            try ResourceTree(api: input.restApiId, scope: call.scope).remove(resource, in: tx)
            return Unit()
        }
    }
}
