internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Lets the gateway answer as usual in a kind of case.
    func deleteGatewayResponse(
        _ input: DeleteGatewayResponseInput, _ call: Call
    ) async throws -> Unit {
        try GatewayResponseKinds.check(input.responseType)
        return try await call.write { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            let isThere = try Entities.remove(
                .gatewayResponse, parent: input.restApiId, id: input.responseType, call.scope, in: tx)
            guard isThere else { throw NotFoundException("Gateway response type not defined on api") }
            return Unit()
        }
    }
}
