internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Changes the schema or the description of a model.
    func updateModel(_ input: UpdateModelInput, _ call: Call) async throws -> Model {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            var model = try Lookup.model(input.modelName, of: input.restApiId, call, in: tx)
            for patch in patches {
                switch (patch.op, patch.path) {
                case ("replace", ["description"]): model.description = try patch.text()
                case ("replace", ["schema"]): model.schema = patch.value ?? ""
                case ("replace", _): throw patch.invalid("Must be one of: [/description, /schema]")
                default: throw patch.invalid("Please choose supported operations")
                }
            }
            try ModelRules.check(model)
            try Entities.put(
                model, .model, parent: input.restApiId, id: input.modelName, call.scope, in: tx)
            return model
        }
    }
}
