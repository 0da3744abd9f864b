internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// A request on its way through a stage, with what is known of it so far.
struct Exchange: Sendable {
    /// What a request names, as far as its address tells.
    struct Target: Sendable {
        let api: String
        let stage: String
        let path: [String]
    }

    let request: RouteRequest
    let target: Target
    let stage: LiveStage
    let now: Instant
    let traceID: String
    var endpoint: Endpoint?
    var parameters: [String: String] = [:]
    /// The key that let the request in.
    var key: (id: String, value: String)?
    /// What an authorizer said about the caller.
    var verdict: AuthorizerVerdict?
    /// Who signed the request, where a signature is asked for.
    var caller: Principal?
    /// What the integration answered, and how long it took.
    var integrationStatus: Int?
    var integrationLatency: Duration?

    init(_ request: RouteRequest, _ target: Target, _ stage: LiveStage, at now: Instant) {
        self.request = request
        self.target = target
        self.stage = stage
        self.now = now
        traceID = request.header("x-amzn-trace-id") ?? Trace.root(of: request.requestID, at: now)
    }

    /// The path below the stage.
    var location: String { "/" + target.path.joined(separator: "/") }

    var query: [(name: String, value: String)] { PercentCoding.parameters(of: request.parts.query) ?? [] }

    var variables: [String: String] { stage.stage.variables ?? [:] }

    func queryValue(_ name: String) -> String? { query.last { $0.name == name }?.value }

    func value(_ field: MappingExpression.Field, _ name: String) -> String? {
        switch field {
        case .header: request.header(name)
        case .querystring: queryValue(name)
        case .path: parameters[name]
        }
    }

    /// Whether the body is taken as bytes, by the media types that the API declares.
    var isBinary: Bool {
        let types = stage.api.binaryMediaTypes ?? []
        guard !types.isEmpty else { return false }
        let bare = MediaType.bare(request.header("content-type"))
        return types.contains { $0 == "*/*" || $0.lowercased() == bare }
    }

    /// A text with `${stageVariables.name}` filled in.
    func filled(_ text: String) -> String {
        guard text.contains("${stageVariables.") else { return text }
        return variables.reduce(text) { text, variable in
            text.replacing("${stageVariables.\(variable.key)}", with: variable.value)
        }
    }
}
