internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Moves a stage to another deployment, or changes its description and variables.
    func updateStage(_ input: UpdateStageInput, _ call: Call) async throws -> Stage {
        let patches = try Patch.all(input.patchOperations)
        let live = live
        return try await call.write { tx in
            var stage = try Lookup.stage(input.stageName, of: input.restApiId, call, in: tx)
            for patch in patches {
                switch (patch.op, patch.path.first ?? "", patch.path.count) {
                case ("replace", "deploymentId", 1):
                    _ = try Lookup.deployment(try patch.text(), of: input.restApiId, call, in: tx)
                    stage.deploymentId = try patch.text()
                case ("replace", "description", 1): stage.description = try patch.text()
                case ("replace", "variables", 2), ("add", "variables", 2):
                    stage.variables = stage.variables ?? [:]
                    stage.variables?[patch.path[1]] = try patch.text()
                case ("remove", "variables", 2): stage.variables?[patch.path[1]] = nil
                default: throw patch.unknown
                }
            }
            stage.lastUpdatedDate = call.now.timestamp
            try Entities.put(
                stage, .stage, parent: input.restApiId, id: input.stageName, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return stage
        }
    }
}
