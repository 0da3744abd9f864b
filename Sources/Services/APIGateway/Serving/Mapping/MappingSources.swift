internal import Kernel
internal import Velocity
internal import Wire

/// What an integration answered.
struct IntegrationReply: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// What chooses among the responses instead of the status: the error of a function.
    var errorMessage: String?
}

/// Where mapped parameters and templates take their values from.
struct MappingSources: Sendable {
    let exchange: Exchange
    var context: JSONObject
    var reply: IntegrationReply?

    init(_ exchange: Exchange, reply: IntegrationReply? = nil) {
        self.exchange = exchange
        self.reply = reply
        context = exchange.context
        let places: JSON = ["header": [:], "querystring": [:], "path": [:]]
        context["requestOverride"] = places
        context["responseOverride"] = ["header": [:]]
    }

    func value(of expression: MappingExpression) -> String? {
        switch expression {
        case .text(let text): return text
        case .request(let field, let name): return exchange.value(field, name)
        case .requestBody(let query):
            return Self.text(query.value(in: Self.json(exchange.request.parts.body)))
        case .responseHeader(let name):
            return reply?.headers.first { $0.name.lowercased() == name.lowercased() }?.value
        case .responseBody(let query):
            return reply.flatMap { Self.text(query.value(in: Self.json($0.body))) }
        case .stageVariable(let name): return exchange.variables[name]
        case .context(let path):
            var value: JSON? = .object(context)
            for part in path { value = value?[part] }
            return Self.text(value)
        }
    }

    private static func json(_ body: [UInt8]) -> JSON {
        (try? JSON(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
    }

    private static func text(_ value: JSON?) -> String? {
        switch value {
        case nil, .null: nil
        case .string(let text): text
        case let value?: value.text
        }
    }

    /// Renders a template with everything that templates know; takes over what it says about overriding.
    mutating func render(_ template: VelocityTemplate) throws(VelocityError) -> String {
        var variables: [String: VelocityValue] = [
            "input": .object(input), "util": .object(MappingUtil()), "context": .data(.object(context)),
        ]
        var stage = JSONObject()
        for (name, value) in exchange.variables { stage[name] = .string(value) }
        variables["stageVariables"] = .data(.object(stage))
        let (text, after) = try template.renderWithVariables(variables)
        if case .data(.object(let object))? = after["context"] { context = object }
        return text
    }

    private var input: MappingInput {
        if let reply { return MappingInput(body: String(decoding: reply.body, as: UTF8.self)) }
        let request = exchange.request
        return MappingInput(
            body: String(decoding: request.parts.body, as: UTF8.self),
            parameters: [
                ("path", exchange.parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
                ("querystring", exchange.query), ("header", request.parts.headers),
            ])
    }
}
