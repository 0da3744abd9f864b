internal import APIGatewayInterface
internal import Kernel
internal import Velocity
internal import Wire

/// A method that a resource answers, with its integration made ready.
struct Endpoint: Sendable {
    enum Backend: Sendable {
        /// A function that is told of the request and answers it as a whole.
        case proxy(FunctionURI)
        case function(FunctionURI)
        case service(ServiceURI)
        case http(isProxy: Bool)
        case mock
    }

    struct Response: Sendable {
        let status: String
        /// What chooses this response; nil for the one that is taken otherwise.
        let pattern: Pattern?
        let parameters: [(name: String, expression: MappingExpression)]
        let templates: [String: VelocityTemplate]
    }

    let method: Method
    let resource: Resource
    let integration: Integration
    let backend: Backend
    let timeout: Duration
    let templates: [String: VelocityTemplate]
    let parameters: [(field: MappingExpression.Field, name: String, expression: MappingExpression)]
    let responses: [Response]

    /// Nil for a method without integration. Throws for a template that cannot be read.
    init?(_ method: Method, of resource: Resource) throws(VelocityError) {
        guard let integration = method.methodIntegration, let backend = Self.backend(integration) else {
            return nil
        }
        self.method = method
        self.resource = resource
        self.integration = integration
        self.backend = backend
        timeout = .milliseconds(integration.timeoutInMillis ?? IntegrationRules.timeoutRange.upperBound)
        templates = try Self.read(integration.requestTemplates)
        parameters = (integration.requestParameters ?? [:]).compactMap { target, source in
            guard let (field, name) = IntegrationRules.target(target),
                let expression = MappingExpression(source)
            else { return nil }
            return (field, name, expression)
        }
        var responses: [Response] = []
        for response in (integration.integrationResponses ?? [:]).values {
            let pattern = response.selectionPattern.flatMap { $0.isEmpty ? nil : Pattern("^(?:\($0))$") }
            let parameters = (response.responseParameters ?? [:]).compactMap { target, source in
                Self.header(target).flatMap { name in MappingExpression(source).map { (name, $0) } }
            }
            responses.append(
                Response(
                    status: response.statusCode ?? "200", pattern: pattern, parameters: parameters,
                    templates: try Self.read(response.responseTemplates)))
        }
        self.responses = responses.sorted { $0.status < $1.status }
    }

    private static func backend(_ integration: Integration) -> Backend? {
        let uri = integration.uri ?? ""
        switch integration.type {
        case "AWS_PROXY": return FunctionURI(uri).map { .proxy($0) }
        case "AWS":
            if let function = FunctionURI(uri) { return .function(function) }
            return ServiceURI(uri).map { .service($0) }
        case "HTTP": return .http(isProxy: false)
        case "HTTP_PROXY": return .http(isProxy: true)
        case "MOCK": return .mock
        default: return nil
        }
    }

    private static func read(
        _ templates: [String: String]?
    ) throws(VelocityError) -> [String: VelocityTemplate] {
        var read: [String: VelocityTemplate] = [:]
        for (type, text) in templates ?? [:] { read[type] = try VelocityTemplate(parsing: text) }
        return read
    }

    static func header(_ target: String) -> String? {
        let prefix = "method.response.header."
        return target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : nil
    }

    /// The response for what the backend answered: the first whose pattern fits, or that without one.
    func response(for reply: IntegrationReply) -> Response? {
        let text = reply.errorMessage ?? String(reply.status)
        if case .function = backend, reply.errorMessage == nil {
            return responses.first { $0.pattern == nil }
        }
        return responses.first { $0.pattern?.matches(text) == true } ?? responses.first { $0.pattern == nil }
    }
}
