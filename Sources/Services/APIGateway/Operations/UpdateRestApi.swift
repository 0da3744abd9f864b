internal import APIGatewayInterface
internal import Kernel
internal import Store

extension APIGateway {
    /// Changes name, description or the media types that count as binary.
    func updateRestApi(_ input: UpdateRestApiInput, _ call: Call) async throws -> RestApi {
        let patches = try Patch.all(input.patchOperations)
        let live = live
        return try await call.write { tx in
            var api = try Lookup.api(input.restApiId, call, in: tx)
            for patch in patches {
                switch (patch.op, patch.path.first ?? "", patch.path.count) {
                case ("replace", "name", 1): api.name = try patch.text()
                case ("replace", "description", 1): api.description = try patch.text()
                case ("replace", "apiKeySource", 1):
                    guard let source = patch.value, ["HEADER", "AUTHORIZER"].contains(source) else {
                        throw BadRequestException(
                            "Invalid API key source specified. Must be one of: [HEADER, AUTHORIZER]")
                    }
                    api.apiKeySource = source
                case ("add", "binaryMediaTypes", 2):
                    let types = (api.binaryMediaTypes ?? []).filter { $0 != patch.path[1] }
                    api.binaryMediaTypes = types + [patch.path[1]]
                case ("remove", "binaryMediaTypes", 2):
                    api.binaryMediaTypes = api.binaryMediaTypes?.filter { $0 != patch.path[1] }
                default: throw patch.unknown
                }
            }
            try Entities.put(api, .api, id: input.restApiId, call.scope, in: tx)
            tx.afterCommit { live.forget() }
            return api
        }
    }
}
