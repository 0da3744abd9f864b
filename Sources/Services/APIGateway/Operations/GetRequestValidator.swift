internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a validator.
    func getRequestValidator(
        _ input: GetRequestValidatorInput, _ call: Call
    ) async throws -> RequestValidator {
        try await call.read { tx in
            try Lookup.validator(input.requestValidatorId, of: input.restApiId, call, in: tx)
        }
    }
}
