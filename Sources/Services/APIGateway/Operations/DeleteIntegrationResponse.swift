internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Forgets what becomes of an answer of a backend.
    func deleteIntegrationResponse(
        _ input: DeleteIntegrationResponseInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            let (_, method) = try place.find(call, in: tx)
            guard method?.methodIntegration != nil else {
                throw NotFoundException("Invalid Integration identifier specified")
            }
            try place.change(call, in: tx) { method in
                let gone = method.methodIntegration?.integrationResponses?
                    .removeValue(forKey: input.statusCode)
                guard gone != nil else {
                    throw NotFoundException("Invalid Response status code specified")
                }
            }
            return Unit()
        }
    }
}
