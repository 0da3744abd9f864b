internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Stages that an API may have.
    static let stagesMax = 10

    /// Serves a deployment under a name.
    func createStage(_ input: CreateStageInput, _ call: Call) async throws -> Stage {
        try StageName.check(input.stageName)
        try Unsupported.refuse(
            "CreateStage",
            [
                ("cacheClusterEnabled", input.cacheClusterEnabled == true),
                ("canarySettings", input.canarySettings != nil),
                ("tracingEnabled", input.tracingEnabled == true),
                ("documentationVersion", input.documentationVersion != nil),
            ])
        let stage = Stage(
            deploymentId: input.deploymentId, stageName: input.stageName, description: input.description,
            cacheClusterEnabled: false, cacheClusterStatus: "NOT_AVAILABLE", methodSettings: [:],
            variables: input.variables, tracingEnabled: false, tags: input.tags,
            createdDate: call.now.timestamp,
            lastUpdatedDate: call.now.timestamp)
        let live = live
        return try await call.write { tx in
            _ = try Lookup.deployment(input.deploymentId, of: input.restApiId, call, in: tx)
            let others = try Entities.list(
                Stage.self, .stage, parent: input.restApiId, limit: Self.stagesMax + 1, call.scope, in: tx)
            guard !others.contains(where: { $0.stageName == input.stageName }) else {
                throw ConflictException("Stage already exists")
            }
            guard others.count < Self.stagesMax else {
                throw LimitExceededException("Maximum number of stages for this API has been reached.")
            }
            try Entities.put(
                stage, .stage, parent: input.restApiId, id: input.stageName, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return stage
        }
    }
}
