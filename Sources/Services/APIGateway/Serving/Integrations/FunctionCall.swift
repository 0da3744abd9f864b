internal import Kernel
internal import Logging
internal import Wire

/// Calls a function in the name of an API or of a role that it was given.
struct FunctionCall: Sendable {
    /// What a function answered: its payload, and whether it failed.
    struct Answer: Sendable {
        let payload: [UInt8]
        let hasFailed: Bool
        let status: Int
    }

    let exchange: Exchange
    let function: FunctionURI
    let credentials: String?
    /// What permissions of functions name as their source.
    let source: String
    let kernel: Kernel

    func invoke(_ payload: [UInt8], isEvent: Bool = false) async throws -> Answer {
        let scope = exchange.stage.scope
        var principal = Principal(kind: .service(name: "apigateway.amazonaws.com"), account: scope.account)
        if let credentials, !credentials.isEmpty {
            principal = try await RoleSession.principal(exchange.filled(credentials), kernel)
        }
        let call = Kernel.Call(
            kernel: kernel, scope: scope, principal: principal, operation: "apigateway.proxy",
            requestID: exchange.request.requestID, trace: exchange.traceID,
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
            kernel.log.warning("apigateway: \(function.function): \(failure.code): \(failure.message)")
            throw Refusal.integrationFailed
        }
        let bytes = answer["Payload"]?.string.flatMap { Base64.decoded($0) } ?? []
        return Answer(
            payload: bytes, hasFailed: answer["FunctionError"] != nil,
            status: answer["StatusCode"]?.integer ?? 200)
    }
}
