internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Lists the resources of an API; their methods come along when they are asked for.
    func getResources(_ input: GetResourcesInput, _ call: Call) async throws -> GetResourcesOutput {
        let isEmbedded = input.embed?.contains("methods") == true
        let page = try await call.read { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            return try Page<Resource>(
                .resource, parent: input.restApiId, position: input.position, limit: input.limit, id: \.id,
                call,
                in: tx)
        }
        let items = page.items.map { resource in
            var shown = resource
            if !isEmbedded { shown.resourceMethods = resource.resourceMethods?.mapValues { _ in Method() } }
            return shown
        }
        return GetResourcesOutput(position: page.position, items: items)
    }
}
