internal import APIGatewayInterface
internal import Kernel
internal import Logging
internal import Wire

/// Calls functions, in the name of the API or of the integration's role.
struct FunctionIntegration: Sendable {
    let exchange: Exchange
    let endpoint: Endpoint
    let function: FunctionURI
    let kernel: Kernel

    /// What a function answered: its payload, and whether it failed.
    struct Answer: Sendable {
        let payload: [UInt8]
        let hasFailed: Bool
        let status: Int
    }

    func invoke(_ payload: [UInt8], isEvent: Bool = false) async throws -> Answer {
        let scope = exchange.stage.scope
        var principal = Principal(kind: .service(name: "apigateway.amazonaws.com"), account: scope.account)
        if let role = endpoint.integration.credentials {
            principal = try await RoleSession(exchange: exchange, kernel: kernel).principal(role)
        }
        let call = Kernel.Call(
            kernel: kernel, scope: scope, principal: principal,
            operation: "apigateway.proxy", requestID: exchange.request.requestID, trace: exchange.traceID,
            endpoint: exchange.request.endpoint, sourceIP: exchange.request.sourceIP, source: source)
        var input: JSONObject = [
            "FunctionName": .string(function.name(exchange.variables)),
            "Payload": .string(Base64.encoded(payload)),
        ]
        if isEvent { input["InvocationType"] = "Event" }
        let answer: JSON
        do {
            answer = try await call.invoke("lambda:Invoke", .object(input))
        } catch let failure as any Failure {
            kernel.log.warning(
                "apigateway: \(endpoint.resource.path ?? ""): \(failure.code): \(failure.message)")
            throw Refusal.integrationFailed
        }
        let bytes = answer["Payload"]?.string.flatMap { Base64.decoded($0) } ?? []
        return Answer(
            payload: bytes, hasFailed: answer["FunctionError"] != nil,
            status: answer["StatusCode"]?.integer ?? 200)
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
