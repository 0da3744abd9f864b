internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers what a method is answered by.
    func getIntegration(_ input: GetIntegrationInput, _ call: Call) async throws -> Integration {
        try await call.read { tx in
            let (_, method) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            guard let integration = method.methodIntegration else {
                throw NotFoundException("Invalid Integration identifier specified")
            }
            return integration
        }
    }
}
