internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the authorizers of an API.
    func getAuthorizers(_ input: GetAuthorizersInput, _ call: Call) async throws -> GetAuthorizersOutput {
        try await call.read { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            let page = try Page<Authorizer>(
                .authorizer, parent: input.restApiId, position: input.position, limit: input.limit, id: \.id,
                call, in: tx)
            return GetAuthorizersOutput(position: page.position, items: page.items)
        }
    }
}
