internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Removes a method from a resource.
    func deleteMethod(_ input: DeleteMethodInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            var (resource, _) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            resource.resourceMethods?[input.httpMethod] = nil
            try Entities.put(
                resource, .resource, parent: input.restApiId, id: input.resourceId, call.scope, in: tx)
            return Unit()
        }
    }
}
