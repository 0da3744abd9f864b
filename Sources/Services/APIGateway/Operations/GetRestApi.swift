internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers an API.
    func getRestApi(_ input: GetRestApiInput, _ call: Call) async throws -> RestApi {
        try await call.read { tx in try Lookup.api(input.restApiId, call, in: tx) }
    }
}
