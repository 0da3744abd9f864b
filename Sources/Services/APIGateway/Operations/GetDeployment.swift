internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a deployment.
    func getDeployment(_ input: GetDeploymentInput, _ call: Call) async throws -> Deployment {
        try await call.read { tx in
            try Lookup.deployment(input.deploymentId, of: input.restApiId, call, in: tx)
        }
    }
}
