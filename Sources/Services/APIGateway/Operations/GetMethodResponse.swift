internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers what a method declares for a status.
    func getMethodResponse(_ input: GetMethodResponseInput, _ call: Call) async throws -> MethodResponse {
        try await call.read { tx in
            let (_, method) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            guard let response = method.methodResponses?[input.statusCode] else {
                throw NotFoundException("Invalid Response status code specified")
            }
            return response
        }
    }
}
