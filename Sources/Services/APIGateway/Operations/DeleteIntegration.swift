internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Takes the integration off a method.
    func deleteIntegration(_ input: DeleteIntegrationInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            var (resource, method) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            guard method.methodIntegration != nil else {
                throw NotFoundException("Invalid Integration identifier specified")
            }
            method.methodIntegration = nil
            resource.resourceMethods?[input.httpMethod] = method
            try Entities.put(
                resource, .resource, parent: input.restApiId, id: input.resourceId, call.scope, in: tx)
            return Unit()
        }
    }
}
