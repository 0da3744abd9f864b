internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Changes an authorizer.
    func updateAuthorizer(_ input: UpdateAuthorizerInput, _ call: Call) async throws -> Authorizer {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            var authorizer = try Lookup.authorizer(input.authorizerId, of: input.restApiId, call, in: tx)
            for patch in patches { try AuthorizerRules.apply(patch, to: &authorizer) }
            try AuthorizerRules.check(authorizer, "UpdateAuthorizer")
            try Entities.put(
                authorizer, .authorizer, parent: input.restApiId, id: input.authorizerId, call.scope, in: tx)
            return authorizer
        }
    }
}
