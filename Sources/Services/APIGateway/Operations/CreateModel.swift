internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Describes bodies of requests and answers by a JSON schema.
    func createModel(_ input: CreateModelInput, _ call: Call) async throws -> Model {
        let model = Model(
            id: makeID(6), name: input.name, description: input.description, schema: input.schema ?? "",
            contentType: input.contentType)
        try ModelRules.check(model)
        return try await call.write { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            let found = try Entities.find(
                Model.self, .model, parent: input.restApiId, id: input.name, call.scope, in: tx)
            guard found == nil else {
                throw ConflictException("Model name already exists for this REST API")
            }
            try Entities.put(model, .model, parent: input.restApiId, id: input.name, call.scope, in: tx)
            return model
        }
    }
}
