internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers an authorizer.
    func getAuthorizer(_ input: GetAuthorizerInput, _ call: Call) async throws -> Authorizer {
        try await call.read { tx in
            try Lookup.authorizer(input.authorizerId, of: input.restApiId, call, in: tx)
        }
    }
}
