internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Replaces what an API consists of by an OpenAPI document, or merges it in; stages serve it once it is
    /// deployed.
    func putRestApi(_ input: PutRestApiInput, _ call: Call) async throws -> RestApi {
        let parameters = try ImportParameters(input.parameters, "PutRestApi", takesEndpoint: false)
        let definition = try DefinitionReader(input.body, "PutRestApi").definition(parameters.basePath)
        try Self.check(definition, "PutRestApi")
        let live = live
        let writer = definedAPI(definition, input.restApiId, call, "PutRestApi")
        return try await call.write { tx in
            var api = try Lookup.api(input.restApiId, call, in: tx)
            Self.describe(&api, as: definition)
            try Entities.put(api, .api, id: input.restApiId, call.scope, in: tx)
            try writer.write(replaces: input.mode == "overwrite", in: tx)
            tx.afterCommit { live.forget() }
            return api
        }
    }
}
