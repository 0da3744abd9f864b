internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Says what becomes of an answer of a backend: which status, headers and body the caller gets.
    func putIntegrationResponse(
        _ input: PutIntegrationResponseInput, _ call: Call
    ) async throws -> IntegrationResponse {
        let response = IntegrationResponse(
            statusCode: input.statusCode, selectionPattern: input.selectionPattern,
            responseParameters: input.responseParameters, responseTemplates: input.responseTemplates,
            contentHandling: input.contentHandling)
        try IntegrationRules.check(response, "PutIntegrationResponse")
        return try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            try place.change(call, in: tx) { method in
                guard method.methodIntegration != nil else {
                    throw NotFoundException("Invalid Integration identifier specified")
                }
                let declared = method.methodResponses?[input.statusCode]?.responseParameters ?? [:]
                for name in (response.responseParameters ?? [:]).keys where declared[name] == nil {
                    throw IntegrationRules.invalid(name)
                }
                var responses = method.methodIntegration?.integrationResponses ?? [:]
                responses[input.statusCode] = response
                method.methodIntegration?.integrationResponses = responses
            }
            return response
        }
    }
}
