internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the stages of an API, or those that serve one deployment.
    func getStages(_ input: GetStagesInput, _ call: Call) async throws -> GetStagesOutput {
        let stages = try await call.read { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            return try Entities.list(
                Stage.self, .stage, parent: input.restApiId, limit: Self.stagesMax + 1, call.scope, in: tx)
        }
        let wanted = input.deploymentId
        return GetStagesOutput(item: stages.filter { wanted == nil || $0.deploymentId == wanted })
    }
}
