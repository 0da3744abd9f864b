internal import APIGatewayInterface

/// What an integration may say.
enum IntegrationRules {
    /// How long an integration may take, in milliseconds.
    static let timeoutRange = 50...29_000

    /// Checks an integration and fills in what it leaves open; `place` is its resource.
    static func checked(
        _ given: Integration, of place: String, _ operation: String
    ) throws -> Integration {
        var integration = given
        let type = given.type ?? ""
        try Unsupported.refuse(
            operation,
            [
                ("type \(type)", type != "AWS_PROXY"),
                ("connectionType", (given.connectionType ?? "INTERNET") != "INTERNET"),
                ("connectionId", given.connectionId != nil), ("credentials", given.credentials != nil),
                ("requestParameters", given.requestParameters?.isEmpty == false),
                ("requestTemplates", given.requestTemplates?.isEmpty == false),
                ("contentHandling", given.contentHandling != nil), ("tlsConfig", given.tlsConfig != nil),
                ("cacheKeyParameters", given.cacheKeyParameters?.isEmpty == false),
                ("cacheNamespace", given.cacheNamespace != nil),
                ("responseTransferMode", (given.responseTransferMode ?? "BUFFERED") != "BUFFERED"),
                ("integrationTarget", given.integrationTarget != nil),
            ])
        guard let uri = given.uri, FunctionURI(uri) != nil else {
            throw BadRequestException("Invalid ARN specified in the request")
        }
        guard given.httpMethod != nil else {
            throw BadRequestException("Enumeration value for HttpMethod must be non-empty")
        }
        let timeout = given.timeoutInMillis ?? timeoutRange.upperBound
        guard timeoutRange.contains(timeout) else {
            throw BadRequestException("Timeout should be between 50 ms and 29000 ms")
        }
        integration.passthroughBehavior = given.passthroughBehavior ?? "WHEN_NO_MATCH"
        integration.timeoutInMillis = timeout
        integration.cacheNamespace = place
        integration.cacheKeyParameters = []
        return integration
    }
}
