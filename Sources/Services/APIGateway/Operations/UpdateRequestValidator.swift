internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Changes the name of a validator or what it checks.
    func updateRequestValidator(
        _ input: UpdateRequestValidatorInput, _ call: Call
    ) async throws -> RequestValidator {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            var validator = try Lookup.validator(
                input.requestValidatorId, of: input.restApiId, call, in: tx)
            for patch in patches {
                switch (patch.op, patch.path) {
                case ("replace", ["name"]):
                    guard let name = patch.value, !name.isEmpty else {
                        throw BadRequestException("Request Validator name cannot be blank")
                    }
                    validator.name = name
                case ("replace", ["validateRequestParameters"]):
                    validator.validateRequestParameters = patch.value?.lowercased() == "true"
                case ("replace", ["validateRequestBody"]):
                    validator.validateRequestBody = patch.value?.lowercased() == "true"
                case ("replace", _):
                    throw patch.invalid(
                        "Must be one of: [/name, /validateRequestParameters, /validateRequestBody]")
                default: throw patch.invalid("Please choose supported operations")
                }
            }
            try Entities.put(
                validator, .validator, parent: input.restApiId, id: input.requestValidatorId, call.scope,
                in: tx)
            return validator
        }
    }
}
