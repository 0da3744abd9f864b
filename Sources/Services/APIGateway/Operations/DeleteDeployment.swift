internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Removes a deployment that no stage serves.
    func deleteDeployment(_ input: DeleteDeploymentInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            _ = try Lookup.deployment(input.deploymentId, of: input.restApiId, call, in: tx)
            let stages = try Entities.list(
                Stage.self, .stage, parent: input.restApiId, limit: Self.stagesMax + 1, call.scope, in: tx)
            guard !stages.contains(where: { $0.deploymentId == input.deploymentId }) else {
                throw BadRequestException(
                    "Active stages pointing to this deployment must be moved or deleted")
            }
            try Entities.remove(
                .deployment, parent: input.restApiId, id: input.deploymentId, call.scope, in: tx)
            try Snapshot.remove(
                deployment: input.deploymentId, of: input.restApiId, call.scope, in: tx)
            return Unit()
        }
    }
}
