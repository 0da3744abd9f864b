internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Removes an authorizer that no method names.
    func deleteAuthorizer(_ input: DeleteAuthorizerInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            _ = try Lookup.authorizer(input.authorizerId, of: input.restApiId, call, in: tx)
            let methods = try ResourceTree(api: input.restApiId, scope: call.scope).all(in: tx)
                .flatMap { Array(($0.resourceMethods ?? [:]).values) }
            guard !methods.contains(where: { $0.authorizerId == input.authorizerId }) else {
                throw ConflictException(
                    "Cannot delete authorizer '\(input.authorizerId)', is referenced in method.")
            }
            try Entities.remove(
                .authorizer, parent: input.restApiId, id: input.authorizerId, call.scope, in: tx)
            return Unit()
        }
    }
}
