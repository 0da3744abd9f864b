internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Makes an API with its root resource.
    func createRestApi(_ input: CreateRestApiInput, _ call: Call) async throws -> RestApi {
        let types = input.endpointConfiguration?.types ?? []
        try Unsupported.refuse(
            "CreateRestApi",
            [
                ("cloneFrom", input.cloneFrom != nil), ("policy", input.policy != nil),
                ("minimumCompressionSize", input.minimumCompressionSize != nil),
                ("disableExecuteApiEndpoint", input.disableExecuteApiEndpoint == true),
                ("endpointConfiguration PRIVATE", types.contains("PRIVATE")),
                ("securityPolicy", input.securityPolicy != nil),
                ("endpointAccessMode", input.endpointAccessMode != nil),
            ])
        let id = makeID()
        let root = makeID()
        let api = RestApi(
            id: id, name: input.name, description: input.description, createdDate: call.now.timestamp,
            version: input.version, binaryMediaTypes: input.binaryMediaTypes,
            apiKeySource: input.apiKeySource ?? "HEADER",
            endpointConfiguration: EndpointConfiguration(
                types: types.isEmpty ? ["EDGE"] : types, ipAddressType: "ipv4"),
            tags: input.tags, disableExecuteApiEndpoint: false, rootResourceId: root)
        let models = ModelRules.usual { makeID(6) }
        return try await call.write { tx in
            for model in models {
                try Entities.put(model, .model, parent: id, id: model.name ?? "", call.scope, in: tx)
            }
            try Addresses.add(api: id, call.scope, in: tx)
            try Entities.put(api, .api, id: id, call.scope, in: tx)
            try Entities.put(
                Resource(id: root, path: "/"), .resource, parent: id, id: root, call.scope, in: tx)
            return api
        }
    }
}
