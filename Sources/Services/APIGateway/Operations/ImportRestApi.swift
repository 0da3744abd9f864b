internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Makes an API from an OpenAPI document.
    func importRestApi(_ input: ImportRestApiInput, _ call: Call) async throws -> RestApi {
        let parameters = try ImportParameters(input.parameters, "ImportRestApi", takesEndpoint: true)
        let definition = try DefinitionReader(input.body, "ImportRestApi").definition(parameters.basePath)
        try Self.check(definition, "ImportRestApi")
        guard let name = definition.name, !name.isEmpty else {
            throw BadRequestException("API name can't be empty")
        }
        let id = makeID()
        let root = makeID()
        var api = RestApi(
            id: id, name: name, createdDate: call.now.timestamp, apiKeySource: "HEADER",
            endpointConfiguration: EndpointConfiguration(
                types: parameters.endpointTypes ?? ["EDGE"], ipAddressType: "ipv4"),
            disableExecuteApiEndpoint: false, rootResourceId: root)
        Self.describe(&api, as: definition)
        let made = api
        let writer = definedAPI(definition, id, call, "ImportRestApi")
        return try await call.write { tx in
            try Addresses.add(api: id, call.scope, in: tx)
            try Entities.put(made, .api, id: id, call.scope, in: tx)
            try writer.tree.put(Resource(id: root, path: "/"), in: tx)
            try writer.write(replaces: false, in: tx)
            return made
        }
    }

    func definedAPI(_ definition: Definition, _ api: String, _ call: Call, _ operation: String) -> DefinedAPI
    {
        DefinedAPI(
            definition: definition, tree: ResourceTree(api: api, scope: call.scope), call: call,
            operation: operation, makeID: { self.makeID(6) })
    }

    static func check(_ definition: Definition, _ operation: String) throws {
        let source = definition.apiKeySource ?? "HEADER"
        guard ["HEADER", "AUTHORIZER"].contains(source) else {
            throw BadRequestException("Invalid API key source \(source) in the API definition.")
        }
    }

    /// Takes what a definition says about an API as a whole.
    static func describe(_ api: inout RestApi, as definition: Definition) {
        if let name = definition.name, !name.isEmpty { api.name = name }
        if let description = definition.description { api.description = description }
        if let version = definition.version { api.version = version }
        if let types = definition.binaryMediaTypes { api.binaryMediaTypes = types }
        if let source = definition.apiKeySource { api.apiKeySource = source }
    }
}
