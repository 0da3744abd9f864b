internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a resource with its methods.
    func getResource(_ input: GetResourceInput, _ call: Call) async throws -> Resource {
        try await call.read { tx in
            try Lookup.resource(input.resourceId, of: input.restApiId, call, in: tx)
        }
    }
}
