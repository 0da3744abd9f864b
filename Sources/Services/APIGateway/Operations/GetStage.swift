internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a stage.
    func getStage(_ input: GetStageInput, _ call: Call) async throws -> Stage {
        try await call.read { tx in try Lookup.stage(input.stageName, of: input.restApiId, call, in: tx) }
    }
}
