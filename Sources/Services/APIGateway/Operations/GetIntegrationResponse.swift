internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers what becomes of an answer of a backend.
    func getIntegrationResponse(
        _ input: GetIntegrationResponseInput, _ call: Call
    ) async throws -> IntegrationResponse {
        try await call.read { tx in
            let (_, method) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            guard let integration = method.methodIntegration else {
                throw NotFoundException("Invalid Integration identifier specified")
            }
            guard let response = integration.integrationResponses?[input.statusCode] else {
                throw NotFoundException("Invalid Response status code specified")
            }
            return response
        }
    }
}
