internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Changes what a method demands.
    func updateMethod(_ input: UpdateMethodInput, _ call: Call) async throws -> Method {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            return try place.change(call, in: tx) { method in
                for patch in patches { try MethodRules.apply(patch, to: &method) }
                try MethodRules.check(method, "UpdateMethod")
                try MethodRules.checkReferences(method, of: input.restApiId, call, in: tx)
            }
        }
    }
}
