internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Answers a method with its integration.
    func getMethod(_ input: GetMethodInput, _ call: Call) async throws -> Method {
        try await call.read { tx in
            try Lookup.method(input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx).1
        }
    }
}
