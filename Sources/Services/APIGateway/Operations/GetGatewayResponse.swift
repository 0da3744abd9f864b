internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers how the gateway answers itself in a kind of case.
    func getGatewayResponse(
        _ input: GetGatewayResponseInput, _ call: Call
    ) async throws -> GatewayResponse {
        try GatewayResponseKinds.check(input.responseType)
        return try await call.read { tx in
            let own = try Lookup.responses(of: input.restApiId, call, in: tx)
            return GatewayResponseKinds.response(input.responseType, of: own)
        }
    }
}
