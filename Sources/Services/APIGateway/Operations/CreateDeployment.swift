internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Keeps the API as it is now, so that stages can serve it; makes or moves a stage when one is named.
    func createDeployment(_ input: CreateDeploymentInput, _ call: Call) async throws -> Deployment {
        try Unsupported.refuse(
            "CreateDeployment",
            [
                ("cacheClusterEnabled", input.cacheClusterEnabled == true),
                ("canarySettings", input.canarySettings != nil),
                ("tracingEnabled", input.tracingEnabled == true),
            ])
        let deployment = Deployment(
            id: makeID(6), description: input.description, createdDate: call.now.timestamp)
        let id = deployment.id ?? ""
        let live = live
        return try await call.write { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            let snapshot = try Snapshot(of: input.restApiId, call.scope, in: tx)
            let methods = snapshot.resources.flatMap { Array(($0.resourceMethods ?? [:]).values) }
            guard !methods.isEmpty else {
                throw BadRequestException("The REST API doesn't contain any methods")
            }
            guard methods.allSatisfy({ $0.methodIntegration != nil }) else {
                throw BadRequestException("No integration defined for method")
            }
            try Entities.put(deployment, .deployment, parent: input.restApiId, id: id, call.scope, in: tx)
            try snapshot.write(deployment: id, of: input.restApiId, call.scope, in: tx)
            guard let name = input.stageName, !name.isEmpty else { return deployment }
            var stage =
                try Entities.find(Stage.self, .stage, parent: input.restApiId, id: name, call.scope, in: tx)
                ?? Stage(
                    stageName: name, description: input.stageDescription, createdDate: call.now.timestamp)
            stage.deploymentId = id
            if let variables = input.variables { stage.variables = variables }
            stage.lastUpdatedDate = call.now.timestamp
            try StageName.check(name)
            try Entities.put(stage, .stage, parent: input.restApiId, id: name, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return deployment
        }
    }
}
