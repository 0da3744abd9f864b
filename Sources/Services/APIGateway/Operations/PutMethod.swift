internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    private static let methods: Set<String> = [
        "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ANY",
    ]

    /// Lets a resource answer a method.
    func putMethod(_ input: PutMethodInput, _ call: Call) async throws -> Method {
        guard Self.methods.contains(input.httpMethod) else {
            throw BadRequestException(
                "Invalid HttpMethod specified. Valid options are DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,ANY")
        }
        try Unsupported.refuse(
            "PutMethod",
            [
                ("authorizationType \(input.authorizationType)", input.authorizationType != "NONE"),
                ("authorizerId", input.authorizerId != nil),
                ("authorizationScopes", input.authorizationScopes?.isEmpty == false),
                ("requestParameters", input.requestParameters?.isEmpty == false),
                ("requestModels", input.requestModels?.isEmpty == false),
                ("requestValidatorId", input.requestValidatorId != nil),
            ])
        let method = Method(
            httpMethod: input.httpMethod, authorizationType: "NONE",
            apiKeyRequired: input.apiKeyRequired ?? false, operationName: input.operationName)
        return try await call.write { tx in
            var resource = try Lookup.resource(input.resourceId, of: input.restApiId, call, in: tx)
            guard resource.resourceMethods?[input.httpMethod] == nil else {
                throw ConflictException("Method already exists for this resource")
            }
            resource.resourceMethods = (resource.resourceMethods ?? [:])
            resource.resourceMethods?[input.httpMethod] = method
            try Entities.put(
                resource, .resource, parent: input.restApiId, id: input.resourceId, call.scope, in: tx)
            return method
        }
    }
}
