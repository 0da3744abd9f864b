internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Changes what becomes of an answer of a backend.
    func updateIntegrationResponse(
        _ input: UpdateIntegrationResponseInput, _ call: Call
    ) async throws -> IntegrationResponse {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            let method = try place.change(call, in: tx) { method in
                guard method.methodIntegration != nil else {
                    throw NotFoundException("Invalid Integration identifier specified")
                }
                guard var response = method.methodIntegration?.integrationResponses?[input.statusCode] else {
                    throw NotFoundException("Invalid Response status code specified")
                }
                for patch in patches { try ResponseRules.apply(patch, to: &response) }
                try IntegrationRules.check(response, "UpdateIntegrationResponse")
                let declared = method.methodResponses?[input.statusCode]?.responseParameters ?? [:]
                for name in (response.responseParameters ?? [:]).keys where declared[name] == nil {
                    throw IntegrationRules.invalid(name)
                }
                method.methodIntegration?.integrationResponses?[input.statusCode] = response
            }
            return method.methodIntegration?.integrationResponses?[input.statusCode] ?? IntegrationResponse()
        }
    }
}
