internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Says how the gateway answers itself in a kind of case.
    func putGatewayResponse(
        _ input: PutGatewayResponseInput, _ call: Call
    ) async throws -> GatewayResponse {
        let response = try GatewayResponseKinds.checked(
            GatewayResponse(
                responseType: input.responseType, statusCode: input.statusCode,
                responseParameters: input.responseParameters, responseTemplates: input.responseTemplates))
        try GatewayResponseKinds.checkTemplates(response)
        return try await call.write { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            try Entities.put(
                response, .gatewayResponse, parent: input.restApiId, id: input.responseType, call.scope,
                in: tx)
            return response
        }
    }
}
