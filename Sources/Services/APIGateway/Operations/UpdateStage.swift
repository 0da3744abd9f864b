internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Moves a stage to another deployment, or changes its description, variables, logs and throttles.
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
                case ("replace", "accessLogSettings", 2), ("add", "accessLogSettings", 2):
                    try StageSettings.applyLog(patch, to: &stage)
                case ("remove", "accessLogSettings", 1): stage.accessLogSettings = nil
                default: try StageSettings.apply(patch, to: &stage)
                }
            }
            if let settings = stage.accessLogSettings { try StageSettings.check(settings) }
            if StageSettings.isLogged(stage), try Accounts.find(call.scope, in: tx).cloudwatchRoleArn == nil {
                throw BadRequestException(
                    "CloudWatch Logs role ARN must be set in account settings to enable logging")
            }
            stage.lastUpdatedDate = call.now.timestamp
            try Entities.put(
                stage, .stage, parent: input.restApiId, id: input.stageName, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return stage
        }
    }
}
