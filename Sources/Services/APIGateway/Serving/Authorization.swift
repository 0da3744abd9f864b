internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// Decides whether a method lets its caller pass: by a signature, or by what an authorizer says.
struct Authorization: Sendable {
    let service: APIGateway
    let endpoint: Endpoint

    func check(_ exchange: inout Exchange) async throws {
        switch endpoint.method.authorizationType ?? "NONE" {
        case "NONE": return
        case "AWS_IAM": exchange.caller = try await caller(exchange)
        case "CUSTOM":
            guard let authorizer = exchange.stage.authorizers[endpoint.method.authorizerId ?? ""] else {
                throw Refusal.authorizerMisconfigured("the authorizer of the method is not there")
            }
            exchange.verdict = try await FunctionAuthorizer(
                authorizer: authorizer, exchange: exchange, endpoint: endpoint, service: service
            ).admit()
        case let type: throw Refusal.misconfigured("the authorization \(type)")
        }
    }

    /// Who signed the request, if it may call the method.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html>
    private func caller(_ exchange: Exchange) async throws -> Principal {
        let caller: Principal
        do {
            guard let found = try await exchange.request.identify("execute-api") else {
                throw Refusal.missingAuthenticationToken
            }
            caller = found
        } catch let failure as any Failure {
            throw Refusal.invalidSignature(code: failure.code, failure.message)
        }
        let scope = exchange.stage.scope
        let call = Kernel.Call(
            kernel: service.kernel, scope: scope, principal: caller, operation: "execute-api.Invoke",
            requestID: exchange.request.requestID, endpoint: exchange.request.endpoint,
            sourceIP: exchange.request.sourceIP, userAgent: exchange.request.header("user-agent") ?? "")
        let target = exchange.target
        let place = "\(target.api)/\(target.stage)/\(exchange.request.method)\(exchange.location)"
        let arn = scope.arn("execute-api", place)
        do {
            try await service.kernel.authorise(call, action: "execute-api:Invoke", resource: arn)
        } catch let denial as any Failure {
            throw Refusal.accessDenied(denial.message)
        }
        return caller
    }
}
