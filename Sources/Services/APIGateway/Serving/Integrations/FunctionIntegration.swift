internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// Has a request answered by a function, in the name of the API or of the integration's role.
struct FunctionIntegration: Sendable {
    let exchange: Exchange
    let endpoint: Endpoint
    let function: FunctionURI
    let kernel: Kernel

    func invoke(_ payload: [UInt8], isEvent: Bool = false) async throws -> FunctionCall.Answer {
        try await FunctionCall(
            exchange: exchange, function: function, credentials: endpoint.integration.credentials,
            source: source, kernel: kernel
        ).invoke(payload, isEvent: isEvent)
    }

    /// The answer to a mapped request.
    func send(_ mapped: MappedRequest) async throws -> IntegrationReply {
        let type = mapped.headers.first { $0.name.lowercased() == "x-amz-invocation-type" }?.value
        let payload = mapped.body.isEmpty ? Array("{}".utf8) : mapped.body
        let answer = try await invoke(payload, isEvent: type == "Event")
        var reply = IntegrationReply(
            status: answer.status, headers: [("Content-Type", MediaType.json)], body: answer.payload)
        if answer.hasFailed {
            let error = try? JSON(parsing: answer.payload)
            reply.errorMessage = error?["errorMessage"]?.string ?? ""
        }
        return reply
    }

    /// What permissions of functions name: `arn:aws:execute-api:region:account:api/stage/METHOD/resource`.
    private var source: String {
        let path = endpoint.resource.path ?? "/"
        let place = "\(exchange.target.api)/\(exchange.target.stage)/\(exchange.request.method)\(path)"
        return exchange.stage.scope.arn("execute-api", place).description
    }
}
