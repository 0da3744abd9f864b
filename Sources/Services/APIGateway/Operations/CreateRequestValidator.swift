internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Says what of a request is checked before its integration is asked.
    func createRequestValidator(
        _ input: CreateRequestValidatorInput, _ call: Call
    ) async throws -> RequestValidator {
        let validator = RequestValidator(
            id: makeID(6), name: input.name, validateRequestBody: input.validateRequestBody ?? false,
            validateRequestParameters: input.validateRequestParameters ?? false)
        return try await call.write { tx in
            guard try Entities.find(RestApi.self, .api, id: input.restApiId, call.scope, in: tx) != nil else {
                throw BadRequestException("Invalid REST API identifier specified")
            }
            try Entities.put(
                validator, .validator, parent: input.restApiId, id: validator.id ?? "", call.scope, in: tx)
            return validator
        }
    }
}
