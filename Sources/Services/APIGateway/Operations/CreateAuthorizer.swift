internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Makes a function the judge of who may call.
    func createAuthorizer(_ input: CreateAuthorizerInput, _ call: Call) async throws -> Authorizer {
        let authorizer = Authorizer(
            id: makeID(6), name: input.name, type: input.type, providerARNs: input.providerARNs,
            authType: input.authType ?? "custom", authorizerUri: input.authorizerUri,
            authorizerCredentials: input.authorizerCredentials, identitySource: input.identitySource,
            identityValidationExpression: input.identityValidationExpression,
            authorizerResultTtlInSeconds: input.authorizerResultTtlInSeconds)
        try AuthorizerRules.check(authorizer, "CreateAuthorizer")
        return try await call.write { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            try Entities.put(
                authorizer, .authorizer, parent: input.restApiId, id: authorizer.id ?? "", call.scope, in: tx)
            return authorizer
        }
    }
}
