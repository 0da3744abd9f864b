internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Changes what answers a method.
    func updateIntegration(_ input: UpdateIntegrationInput, _ call: Call) async throws -> Integration {
        let patches = try Patch.all(input.patchOperations)
        return try await call.write { tx in
            let place = MethodPlace(input.restApiId, input.resourceId, input.httpMethod)
            let method = try place.change(call, in: tx) { method in
                guard var integration = method.methodIntegration else {
                    throw NotFoundException("Invalid Integration identifier specified")
                }
                for patch in patches { try IntegrationRules.apply(patch, to: &integration) }
                let checked = try IntegrationRules.checked(
                    integration, of: input.resourceId, in: method, "UpdateIntegration")
                try IntegrationRules.checkService(checked, call.kernel, "UpdateIntegration")
                method.methodIntegration = checked
            }
            return method.methodIntegration ?? Integration()
        }
    }
}
