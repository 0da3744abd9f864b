internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Removes a validator.
    func deleteRequestValidator(
        _ input: DeleteRequestValidatorInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let isThere = try Entities.remove(
                .validator, parent: input.restApiId, id: input.requestValidatorId, call.scope, in: tx)
            guard isThere else { throw NotFoundException("Invalid Request Validator identifier specified") }
            return Unit()
        }
    }
}
