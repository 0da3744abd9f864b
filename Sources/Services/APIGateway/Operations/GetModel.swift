internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a model.
    func getModel(_ input: GetModelInput, _ call: Call) async throws -> Model {
        try await call.read { tx in try Lookup.model(input.modelName, of: input.restApiId, call, in: tx) }
    }
}
