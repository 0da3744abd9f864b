internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Says what answers a method.
    func putIntegration(_ input: PutIntegrationInput, _ call: Call) async throws -> Integration {
        let given = Integration(
            type: input.type, httpMethod: input.integrationHttpMethod, uri: input.uri,
            connectionType: input.connectionType, connectionId: input.connectionId,
            credentials: input.credentials, requestParameters: input.requestParameters,
            requestTemplates: input.requestTemplates, passthroughBehavior: input.passthroughBehavior,
            contentHandling: input.contentHandling, timeoutInMillis: input.timeoutInMillis,
            cacheNamespace: input.cacheNamespace,
            cacheKeyParameters: input.cacheKeyParameters, tlsConfig: input.tlsConfig,
            responseTransferMode: input.responseTransferMode, integrationTarget: input.integrationTarget)
        return try await call.write { tx in
            var (resource, method) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            let integration = try IntegrationRules.checked(
                given, of: input.resourceId, in: method, "PutIntegration")
            try IntegrationRules.checkService(integration, call.kernel, "PutIntegration")
            method.methodIntegration = integration
            resource.resourceMethods?[input.httpMethod] = method
            try Entities.put(
                resource, .resource, parent: input.restApiId, id: input.resourceId, call.scope, in: tx)
            return integration
        }
    }
}
