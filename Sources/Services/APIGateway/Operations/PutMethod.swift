internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Lets a resource answer a method.
    func putMethod(_ input: PutMethodInput, _ call: Call) async throws -> Method {
        let method = Method(
            httpMethod: input.httpMethod, authorizationType: input.authorizationType,
            authorizerId: input.authorizerId, apiKeyRequired: input.apiKeyRequired ?? false,
            requestValidatorId: input.requestValidatorId, operationName: input.operationName,
            requestParameters: input.requestParameters, requestModels: input.requestModels,
            authorizationScopes: input.authorizationScopes)
        try MethodRules.check(method, "PutMethod")
        return try await call.write { tx in
            var resource = try Lookup.resource(input.resourceId, of: input.restApiId, call, in: tx)
            guard resource.resourceMethods?[input.httpMethod] == nil else {
                throw ConflictException("Method already exists for this resource")
            }
            try MethodRules.checkReferences(method, of: input.restApiId, call, in: tx)
            resource.resourceMethods = (resource.resourceMethods ?? [:])
            resource.resourceMethods?[input.httpMethod] = method
            try Entities.put(
                resource, .resource, parent: input.restApiId, id: input.resourceId, call.scope, in: tx)
            return method
        }
    }
}
