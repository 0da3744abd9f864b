internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Changes which headers and models an answer of a method declares.
    func updateMethodResponse(
        _ input: UpdateMethodResponseInput, _ call: Call
    ) async throws -> MethodResponse {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            let method = try place.change(call, in: tx) { method in
                guard var response = method.methodResponses?[input.statusCode] else {
                    throw NotFoundException("Invalid Response status code specified")
                }
                for patch in patches { try ResponseRules.apply(patch, to: &response) }
                method.methodResponses?[input.statusCode] = response
            }
            return method.methodResponses?[input.statusCode] ?? MethodResponse()
        }
    }
}
