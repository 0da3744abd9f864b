internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Takes the declaration of an answer off a method.
    func deleteMethodResponse(_ input: DeleteMethodResponseInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            try place.change(call, in: tx) { method in
                guard method.methodResponses?.removeValue(forKey: input.statusCode) != nil else {
                    throw NotFoundException("Invalid Response status code specified")
                }
            }
            return Unit()
        }
    }
}
