internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Declares an answer of a method, by its status.
    func putMethodResponse(_ input: PutMethodResponseInput, _ call: Call) async throws -> MethodResponse {
        let response = MethodResponse(
            statusCode: input.statusCode, responseParameters: input.responseParameters,
            responseModels: input.responseModels)
        return try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            try place.change(call, in: tx) { method in
                guard method.methodResponses?[input.statusCode] == nil else {
                    throw ConflictException("Response already exists for this resource")
                }
                method.methodResponses = method.methodResponses ?? [:]
                method.methodResponses?[input.statusCode] = response
            }
            return response
        }
    }
}
