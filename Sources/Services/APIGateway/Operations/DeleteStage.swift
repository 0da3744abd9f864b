internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Serves a stage no more.
    func deleteStage(_ input: DeleteStageInput, _ call: Call) async throws -> Unit {
        let live = live
        return try await call.write { tx in
            _ = try Lookup.stage(input.stageName, of: input.restApiId, call, in: tx)
            try Entities.remove(.stage, parent: input.restApiId, id: input.stageName, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return Unit()
        }
    }
}
