internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the models of an API.
    func getModels(_ input: GetModelsInput, _ call: Call) async throws -> GetModelsOutput {
        try await call.read { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            let page = try Page<Model>(
                .model, parent: input.restApiId, position: input.position, limit: input.limit, id: \.name,
                call, in: tx)
            return GetModelsOutput(position: page.position, items: page.items)
        }
    }
}
