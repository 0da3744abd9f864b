internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists how the gateway answers itself, in every kind of case.
    func getGatewayResponses(
        _ input: GetGatewayResponsesInput, _ call: Call
    ) async throws -> GetGatewayResponsesOutput {
        try await call.read { tx in
            let own = try Lookup.responses(of: input.restApiId, call, in: tx)
            return GetGatewayResponsesOutput(
                items: GatewayResponseKinds.names.map { GatewayResponseKinds.response($0, of: own) })
        }
    }
}
