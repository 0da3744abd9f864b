internal import APIGatewayInterface
internal import Kernel
internal import Velocity
internal import Wire

/// What an integration may say.
enum IntegrationRules {
    /// How long an integration may take, in milliseconds.
    static let timeoutRange = 50...29_000

    private static let types: Set<String> = ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"]
    private static let behaviours: Set<String> = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]

    /// Checks an integration and fills in what it leaves open; `place` is its resource.
    static func checked(
        _ given: Integration, of place: String, in method: Method, _ operation: String
    ) throws -> Integration {
        var integration = given
        let type = given.type ?? ""
        try Unsupported.refuse(
            operation,
            [
                ("type \(type)", !types.contains(type)),
                (
                    "connectionType \(given.connectionType ?? "")",
                    (given.connectionType ?? "INTERNET") != "INTERNET"
                ),
                ("connectionId", given.connectionId != nil),
                ("contentHandling", given.contentHandling != nil), ("tlsConfig", given.tlsConfig != nil),
                ("cacheKeyParameters", given.cacheKeyParameters?.isEmpty == false),
                ("cacheNamespace", given.cacheNamespace != nil && given.cacheNamespace != place),
                ("responseTransferMode", (given.responseTransferMode ?? "BUFFERED") != "BUFFERED"),
                ("integrationTarget", given.integrationTarget != nil),
            ])
        let behaviour = given.passthroughBehavior ?? "WHEN_NO_MATCH"
        guard behaviours.contains(behaviour) else {
            throw BadRequestException(
                "Invalid passthrough behavior specified. Valid options are [WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER]"
            )
        }
        try checkPlace(given, type, operation)
        try checkTemplates(given.requestTemplates, "request template")
        try checkParameters(given.requestParameters, in: method)
        for response in (given.integrationResponses ?? [:]).values { try check(response, operation) }
        let timeout = given.timeoutInMillis ?? timeoutRange.upperBound
        guard timeoutRange.contains(timeout) else {
            throw BadRequestException("Timeout should be between 50 ms and 29000 ms")
        }
        integration.passthroughBehavior = behaviour
        integration.timeoutInMillis = timeout
        integration.cacheNamespace = place
        integration.cacheKeyParameters = []
        return integration
    }

    private static func checkPlace(_ given: Integration, _ type: String, _ operation: String) throws {
        guard type != "MOCK" else { return }
        guard given.httpMethod != nil else {
            throw BadRequestException("Enumeration value for HttpMethod must be non-empty")
        }
        let uri = given.uri ?? ""
        if type.hasPrefix("HTTP") {
            guard uri.hasPrefix("http://") || uri.hasPrefix("https://") || uri.hasPrefix("${stageVariables.")
            else { throw BadRequestException("Invalid HTTP endpoint specified for URI") }
            try Unsupported.refuse(operation, [("credentials of HTTP", given.credentials != nil)])
            return
        }
        if let credentials = given.credentials,
            !credentials.hasPrefix("arn:aws:iam::") || !credentials.contains(":role/")
        {
            try Unsupported.refuse(operation, [("credentials \(credentials)", true)])
        }
        if FunctionURI(uri) != nil { return }
        guard ServiceURI(uri) != nil else {
            throw BadRequestException("Invalid ARN specified in the request")
        }
        guard type == "AWS" else {
            throw BadRequestException(
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
            )
        }
        guard given.credentials != nil else {
            throw BadRequestException("Role ARN must be specified for AWS integrations")
        }
    }

    /// Whether a service that an integration names is here, and can be called as it says.
    static func checkService(_ integration: Integration, _ kernel: Kernel, _ operation: String) throws {
        let text = integration.uri ?? ""
        guard integration.type == "AWS", FunctionURI(text) == nil, let uri = ServiceURI(text) else { return }
        guard let service = kernel.service(uri.service) else {
            throw NotImplemented("\(operation) with the service \(uri.service)")
        }
        switch uri.target {
        case .action(let name):
            guard service.actions[name] != nil else {
                throw NotImplemented("\(operation) with the action \(uri.service):\(name)")
            }
        case .path:
            let isCalled = service.model.protocols.contains {
                [.awsQuery, .awsJson1_0, .awsJson1_1].contains($0)
            }
            guard isCalled else { throw NotImplemented("\(operation) with paths of \(uri.service)") }
        }
    }

    // MARK: Mappings

    private static func checkTemplates(_ templates: [String: String]?, _ what: String) throws {
        for (type, text) in templates ?? [:] {
            do throws(VelocityError) {
                _ = try VelocityTemplate(parsing: text)
            } catch {
                throw BadRequestException("Invalid \(what) for \(type): \(error.text)")
            }
        }
    }

    /// Which part of a request to the backend is mapped: `integration.request.header.X` and the like.
    static func target(_ text: String) -> (MappingExpression.Field, String)? {
        let prefix = "integration.request."
        guard text.hasPrefix(prefix) else { return nil }
        return MappingExpression.requestField("method.request." + text.dropFirst(prefix.count))
    }

    static func invalid(_ text: String) -> BadRequestException {
        BadRequestException(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: \(text)]"
        )
    }

    private static func checkParameters(_ parameters: [String: String]?, in method: Method) throws {
        for (name, source) in parameters ?? [:] {
            guard target(name) != nil else { throw invalid(name) }
            switch MappingExpression(source) {
            case nil, .responseHeader?, .responseBody?: throw invalid(source)
            case .request?:
                guard method.requestParameters?[source] != nil else { throw invalid(source) }
            default: continue
            }
        }
    }

    static func check(_ response: IntegrationResponse, _ operation: String) throws {
        try Unsupported.refuse(
            operation, [("contentHandling", response.contentHandling != nil)])
        if let text = response.selectionPattern, !text.isEmpty {
            try Unsupported.refuse(
                operation, [("the selectionPattern \(text)", !Pattern("^(?:\(text))$").isSupported)])
        }
        try checkTemplates(response.responseTemplates, "response template")
        for (name, source) in response.responseParameters ?? [:] {
            guard Endpoint.header(name) != nil else { throw invalid(name) }
            switch MappingExpression(source) {
            case nil, .request?, .requestBody?: throw invalid(source)
            default: continue
            }
        }
    }

    // MARK: Changes

    static func apply(_ patch: Patch, to integration: inout Integration) throws {
        switch (patch.op, patch.path.first ?? "", patch.path.count) {
        case ("replace", "uri", 1): integration.uri = try patch.text()
        case ("replace", "httpMethod", 1): integration.httpMethod = try patch.text()
        case ("replace", "credentials", 1):
            integration.credentials = patch.value?.isEmpty == false ? patch.value : nil
        case ("replace", "passthroughBehavior", 1): integration.passthroughBehavior = try patch.text()
        case ("replace", "timeoutInMillis", 1): integration.timeoutInMillis = try patch.integer()
        case ("add", "requestTemplates", 2), ("replace", "requestTemplates", 2):
            integration.requestTemplates = integration.requestTemplates ?? [:]
            integration.requestTemplates?[patch.path[1]] = patch.value ?? ""
        case ("remove", "requestTemplates", 2): integration.requestTemplates?[patch.path[1]] = nil
        case ("add", "requestParameters", 2), ("replace", "requestParameters", 2):
            integration.requestParameters = integration.requestParameters ?? [:]
            integration.requestParameters?[patch.path[1]] = try patch.text()
        case ("remove", "requestParameters", 2): integration.requestParameters?[patch.path[1]] = nil
        default: throw BadRequestException("Invalid patch path \(patch.spelled)")
        }
    }
}
