internal import APIGatewayInterface
internal import Kernel
internal import Velocity
internal import Wire

/// A stage as it is served: its deployment's resources as a tree, so that a request costs its path only.
final class LiveStage: Sendable {
    /// An answer of the gateway itself, made ready.
    struct Response: Sendable {
        let status: Int?
        let parameters: [(name: String, expression: MappingExpression)]
        let templates: [String: VelocityTemplate]
    }

    private struct Node: Sendable {
        var texts: [String: Node] = [:]
        /// The child of a variable, in an array since a value cannot hold its own kind.
        var variable: [Node] = []
        var variableName = ""
        var greedy: [Node] = []
        var greedyName = ""
        var endpoints: [String: Endpoint] = [:]
    }

    let api: RestApi
    let stage: Stage
    let scope: Scope
    private let root: Node
    let models: ModelSchemas
    let validators: [String: RequestValidator]
    let authorizers: [String: Authorizer]
    private let responses: [String: Response]
    /// The group and the format of the access log; nil for a stage without one.
    let accessLog: (group: String, format: AccessLogFormat)?
    /// The role in which logs are written; nil where nothing is.
    let loggingRole: String?
    /// Whether methods are throttled by the stage.
    private let settings: [String: MethodSetting]

    /// Throws for a template that cannot be read, which is refused before it is kept.
    init(api: RestApi, stage: Stage, snapshot: Snapshot, account: Account, scope: Scope) throws {
        self.api = api
        self.stage = stage
        self.scope = scope
        settings = stage.methodSettings ?? [:]
        loggingRole = StageSettings.isLogged(stage) ? account.cloudwatchRoleArn : nil
        let log = stage.accessLogSettings
        accessLog = log?.destinationArn.flatMap(StageSettings.group).flatMap { group in
            log?.format.map { (group, AccessLogFormat($0)) }
        }
        var root = Node()
        for resource in snapshot.resources {
            let parts = (resource.path ?? "/").split(separator: "/").map(String.init)
            try Self.add(resource, parts[...], to: &root)
        }
        self.root = root
        let validators = Self.byName(snapshot.validators, \.id)
        let methods = snapshot.resources.flatMap { ($0.resourceMethods ?? [:]).values }
        models = ModelSchemas(
            snapshot.models, of: api.id ?? "", names: ModelSchemas.names(methods, validators))
        self.validators = validators
        authorizers = Self.byName(snapshot.authorizers, \.id)
        let own = Self.byName(snapshot.responses, \.responseType)
        var responses: [String: Response] = [:]
        for kind in GatewayResponseKinds.names where !own.isEmpty {
            responses[kind] = try Self.ready(GatewayResponseKinds.response(kind, of: own))
        }
        self.responses = responses
    }

    private static func byName<V>(_ values: [V], _ name: (V) -> String?) -> [String: V] {
        Dictionary(values.compactMap { value in name(value).map { ($0, value) } }) { _, last in last }
    }

    private static func ready(_ response: GatewayResponse) throws(VelocityError) -> Response {
        var templates: [String: VelocityTemplate] = [:]
        for (type, text) in response.responseTemplates ?? [:] {
            templates[type] = try VelocityTemplate(parsing: text)
        }
        let parameters = (response.responseParameters ?? [:]).compactMap { name, source in
            MappingExpression(source).map {
                (String(name.dropFirst(GatewayResponseKinds.parameterPrefix.count)), $0)
            }
        }
        return Response(
            status: response.statusCode.flatMap { Int($0) }, parameters: parameters, templates: templates)
    }

    /// What the stage says about a method: of its own, or of all.
    func settings(of endpoint: Endpoint) -> MethodSetting {
        guard !settings.isEmpty else { return MethodSetting() }
        let path = (endpoint.resource.path ?? "/").replacing("~", with: "~0").replacing("/", with: "~1")
        let name = endpoint.method.httpMethod ?? ""
        let all = settings["*/*"] ?? MethodSetting()
        guard let own = settings["\(path)/\(name)"] ?? settings["\(path)/*"] else { return all }
        var merged = own
        merged.throttlingRateLimit = own.throttlingRateLimit ?? all.throttlingRateLimit
        merged.throttlingBurstLimit = own.throttlingBurstLimit ?? all.throttlingBurstLimit
        return merged
    }

    /// How the API answers itself; nil where it says nothing of its own.
    func response(_ kind: String) -> Response? { responses[kind] }

    private static func add(
        _ resource: Resource, _ path: ArraySlice<String>, to node: inout Node
    ) throws(VelocityError) {
        guard let part = path.first else {
            for (name, method) in resource.resourceMethods ?? [:] {
                node.endpoints[name] = try Endpoint(method, of: resource)
            }
            return
        }
        let rest = path.dropFirst()
        if part.hasSuffix("+}") {
            if node.greedy.isEmpty { node.greedy = [Node()] }
            node.greedyName = String(part.dropFirst().dropLast(2))
            try add(resource, rest, to: &node.greedy[0])
        } else if part.hasPrefix("{") {
            if node.variable.isEmpty { node.variable = [Node()] }
            node.variableName = String(part.dropFirst().dropLast())
            try add(resource, rest, to: &node.variable[0])
        } else {
            try add(resource, rest, to: &node.texts[part, default: Node()])
        }
    }

    /// What answers a path, given in its decoded parts: text before variable before greedy variable.
    func find(_ method: String, _ path: [String]) -> (endpoint: Endpoint, parameters: [String: String])? {
        var parameters: [String: String] = [:]
        guard let endpoint = Self.find(method, path[...], in: root, &parameters) else { return nil }
        return (endpoint, parameters)
    }

    private static func find(
        _ method: String, _ path: ArraySlice<String>, in node: Node, _ parameters: inout [String: String]
    ) -> Endpoint? {
        guard let part = path.first else { return node.endpoints[method] ?? node.endpoints["ANY"] }
        let rest = path.dropFirst()
        if let child = node.texts[part], let found = find(method, rest, in: child, &parameters) {
            return found
        }
        if let child = node.variable.first, let found = find(method, rest, in: child, &parameters) {
            parameters[node.variableName] = part
            return found
        }
        if let child = node.greedy.first, let found = child.endpoints[method] ?? child.endpoints["ANY"] {
            parameters[node.greedyName] = path.joined(separator: "/")
            return found
        }
        return nil
    }
}
