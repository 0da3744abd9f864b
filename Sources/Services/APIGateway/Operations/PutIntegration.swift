internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// How long an integration may take, in milliseconds.
    static let timeoutRange = 50...29_000

    /// Says what answers a method.
    func putIntegration(_ input: PutIntegrationInput, _ call: Call) async throws -> Integration {
        try Unsupported.refuse(
            "PutIntegration",
            [
                ("type \(input.type)", input.type != "AWS_PROXY"),
                ("connectionType", (input.connectionType ?? "INTERNET") != "INTERNET"),
                ("connectionId", input.connectionId != nil), ("credentials", input.credentials != nil),
                ("requestParameters", input.requestParameters?.isEmpty == false),
                ("requestTemplates", input.requestTemplates?.isEmpty == false),
                ("contentHandling", input.contentHandling != nil), ("tlsConfig", input.tlsConfig != nil),
                ("cacheKeyParameters", input.cacheKeyParameters?.isEmpty == false),
                ("cacheNamespace", input.cacheNamespace != nil),
                ("responseTransferMode", (input.responseTransferMode ?? "BUFFERED") != "BUFFERED"),
                ("integrationTarget", input.integrationTarget != nil),
            ])
        guard let uri = input.uri, FunctionURI(uri) != nil else {
            throw BadRequestException("Invalid ARN specified in the request")
        }
        guard input.integrationHttpMethod != nil else {
            throw BadRequestException("Enumeration value for HttpMethod must be non-empty")
        }
        let timeout = input.timeoutInMillis ?? Self.timeoutRange.upperBound
        guard Self.timeoutRange.contains(timeout) else {
            throw BadRequestException("Timeout should be between 50 ms and 29000 ms")
        }
        let integration = Integration(
            type: input.type, httpMethod: input.integrationHttpMethod, uri: uri,
            passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH", timeoutInMillis: timeout,
            cacheNamespace: input.resourceId, cacheKeyParameters: [])
        return try await call.write { tx in
            var (resource, method) = try Lookup.method(
                input.httpMethod, input.resourceId, of: input.restApiId, call, in: tx)
            method.methodIntegration = integration
            resource.resourceMethods?[input.httpMethod] = method
            try Entities.put(
                resource, .resource, parent: input.restApiId, id: input.resourceId, call.scope, in: tx)
            return integration
        }
    }
}
