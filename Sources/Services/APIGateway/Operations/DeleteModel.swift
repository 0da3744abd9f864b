internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Removes a model.
    func deleteModel(_ input: DeleteModelInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            _ = try Lookup.model(input.modelName, of: input.restApiId, call, in: tx)
            let users = try ResourceTree(api: input.restApiId, scope: call.scope).all(in: tx)
                .flatMap { Array(($0.resourceMethods ?? [:]).values) }
            guard !users.contains(where: { $0.requestModels?.values.contains(input.modelName) == true })
            else {
                throw ConflictException(
                    "Cannot delete model '\(input.modelName)', is referenced in method request")
            }
            try Entities.remove(
                .model, parent: input.restApiId, id: input.modelName, call.scope, in: tx)
            return Unit()
        }
    }
}
