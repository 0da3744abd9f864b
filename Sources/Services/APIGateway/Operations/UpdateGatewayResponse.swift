internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Changes status, headers or templates of an answer that the gateway gives itself.
    func updateGatewayResponse(
        _ input: UpdateGatewayResponseInput, _ call: Call
    ) async throws -> GatewayResponse {
        try GatewayResponseKinds.check(input.responseType)
        for operation in input.patchOperations ?? [] where operation.path == nil {
            throw BadRequestException("Invalid patch path null")
        }
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            let own = try Lookup.responses(of: input.restApiId, call, in: tx)
            var response = GatewayResponseKinds.response(input.responseType, of: own)
            for patch in patches { try GatewayResponseKinds.apply(patch, to: &response) }
            response = try GatewayResponseKinds.checked(response)
            try GatewayResponseKinds.checkTemplates(response)
            try Entities.put(
                response, .gatewayResponse, parent: input.restApiId, id: input.responseType, call.scope,
                in: tx)
            return response
        }
    }
}
