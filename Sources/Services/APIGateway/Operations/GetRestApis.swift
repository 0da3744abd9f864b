internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the APIs of the account in the region.
    func getRestApis(_ input: GetRestApisInput, _ call: Call) async throws -> GetRestApisOutput {
        let page = try await call.read { tx in
            try Page<RestApi>(.api, position: input.position, limit: input.limit, id: \.id, call, in: tx)
        }
        return GetRestApisOutput(position: page.position, items: page.items)
    }
}
