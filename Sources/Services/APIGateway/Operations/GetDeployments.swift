internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the deployments of an API.
    func getDeployments(_ input: GetDeploymentsInput, _ call: Call) async throws -> GetDeploymentsOutput {
        let page = try await call.read { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            return try Page<Deployment>(
                .deployment, parent: input.restApiId, position: input.position, limit: input.limit, id: \.id,
                call, in: tx)
        }
        return GetDeploymentsOutput(position: page.position, items: page.items)
    }
}
