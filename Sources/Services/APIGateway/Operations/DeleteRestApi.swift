internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Removes an API with all that belongs to it.
    func deleteRestApi(_ input: DeleteRestApiInput, _ call: Call) async throws -> Unit {
        let live = live
        return try await call.write { tx in
            _ = try Lookup.api(input.restApiId, call, in: tx)
            for kind in [
                EntityKind.resource, .deployment, .snapshot, .stage, .model, .validator, .gatewayResponse,
                .authorizer,
            ] {
                try Entities.removeAll(kind, parent: input.restApiId, call.scope, in: tx)
            }
            try Paths.removeAll(of: input.restApiId, call.scope, in: tx)
            try Entities.remove(.api, id: input.restApiId, call.scope, in: tx)
            try Addresses.remove(api: input.restApiId, in: tx)
            tx.afterCommit { live.forget() }
            return Unit()
        }
    }
}
