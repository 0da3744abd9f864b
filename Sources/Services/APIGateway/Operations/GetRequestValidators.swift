internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the validators of an API.
    func getRequestValidators(
        _ input: GetRequestValidatorsInput, _ call: Call
    ) async throws -> GetRequestValidatorsOutput {
        try await call.read { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            let page = try Page<RequestValidator>(
                .validator, parent: input.restApiId, position: input.position, limit: input.limit, id: \.id,
                call, in: tx)
            return GetRequestValidatorsOutput(position: page.position, items: page.items)
        }
    }
}
