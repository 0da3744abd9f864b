internal import APIGatewayInterface
internal import Kernel
internal import Logging
internal import Velocity
internal import Wire

/// Answers a request to a deployed API.
struct Serving: Sendable {
    /// Bytes of a request, as on AWS.
    static let bodySizeMax = 10 << 20

    let service: APIGateway
    private var kernel: Kernel { service.kernel }

    func answer(_ request: RouteRequest) async -> ResponseParts {
        do {
            guard let target = Self.target(request),
                let stage = try await service.live.stage(target.stage, ofAPI: target.api, kernel)
            else { return Refusal.forbidden.parts(requestID: request.requestID) }
            var exchange = Exchange(request, target, stage, at: kernel.time.now)
            return await answer(&exchange)
        } catch {
            kernel.log.error("apigateway: \(error)")
            return Refusal.integrationFailed.parts(requestID: request.requestID)
        }
    }

    private func answer(_ exchange: inout Exchange) async -> ResponseParts {
        var refusal: Refusal?
        var parts: ResponseParts
        do {
            parts = try await serve(&exchange)
        } catch let thrown as Refusal {
            refusal = thrown
            parts = refused(thrown, exchange)
        } catch {
            kernel.log.error("apigateway: \(error)")
            refusal = .integrationFailed
            parts = refused(.integrationFailed, exchange)
        }
        if exchange.stage.loggingRole != nil {
            let now = kernel.time.now
            let took = Duration.milliseconds(now.milliseconds - exchange.now.milliseconds)
            RequestLog(exchange: exchange, refusal: refusal, parts: parts, took: took)
                .write(to: service.logs, at: now)
        }
        return parts
    }

    private func refused(_ refusal: Refusal, _ exchange: Exchange) -> ResponseParts {
        if let reason = refusal.reason {
            kernel.log.warning(
                "apigateway: \(exchange.target.api)/\(exchange.target.stage) \(exchange.location): \(reason)")
        }
        do {
            return try GatewayAnswer(refusal: refusal, exchange: exchange).parts()
        } catch {
            kernel.log.warning("apigateway: the answer \(refusal.type ?? ""): \(error.text)")
            return refusal.parts(requestID: exchange.request.requestID)
        }
    }

    private func serve(_ exchange: inout Exchange) async throws -> ResponseParts {
        let request = exchange.request
        guard let (endpoint, parameters) = exchange.stage.find(request.method, exchange.target.path) else {
            throw Refusal.missingAuthenticationToken
        }
        exchange.endpoint = endpoint
        exchange.parameters = parameters
        guard request.parts.body.count <= Self.bodySizeMax else { throw Refusal.tooLarge }
        try await Authorization(service: service, endpoint: endpoint).check(&exchange)
        if endpoint.method.apiKeyRequired == true {
            let isAuthorizers = exchange.stage.api.apiKeySource == "AUTHORIZER"
            try await admit(isAuthorizers ? exchange.verdict?.key : request.header("x-api-key"), &exchange)
        }
        try throttle(endpoint, exchange)
        try RequestValidation(exchange: exchange, endpoint: endpoint).check()
        return try await integrate(endpoint, &exchange)
    }

    private static func target(_ request: RouteRequest) -> Exchange.Target? {
        let parts = request.path.split(separator: "/").map { PercentCoding.decoded($0) ?? String($0) }
        if let host = APIHost(request.host) {
            guard let stage = parts.first else { return nil }
            return Exchange.Target(api: host.api, stage: stage, path: Array(parts.dropFirst()))
        }
        guard parts.count >= 4, parts[0] == "restapis", parts[3] == "_user_request_" else { return nil }
        return Exchange.Target(api: parts[1], stage: parts[2], path: Array(parts.dropFirst(4)))
    }

    /// Lets the holder of a key pass, as its plan allows.
    private func admit(_ value: String?, _ exchange: inout Exchange) async throws {
        let stage = exchange.stage
        guard let value, let key = try await service.live.key(value, of: stage, kernel), key.isEnabled,
            let plan = key.plan(for: exchange.target.api, exchange.target.stage)
        else { throw Refusal.invalidKey }
        exchange.key = (key.id, value)
        if let settings = plan.throttle {
            let name = "\(stage.scope.id)/\(plan.id ?? "")/\(key.id)"
            guard service.throttle.take(name, settings, at: kernel.time.now) else { throw Refusal.throttled }
        }
        guard try await service.usage.take(plan, key: key.id, scope: stage.scope) else {
            throw Refusal.quotaExceeded
        }
    }

    /// Holds the method to what its stage allows for all callers together.
    private func throttle(_ endpoint: Endpoint, _ exchange: Exchange) throws {
        let setting = exchange.stage.settings(of: endpoint)
        guard let rate = setting.throttlingRateLimit, rate >= 0 else { return }
        let target = exchange.target
        let name =
            "\(target.api)/\(target.stage)/\(endpoint.resource.id ?? "")/\(endpoint.method.httpMethod ?? "")"
        let settings = ThrottleSettings(burstLimit: setting.throttlingBurstLimit, rateLimit: rate)
        guard service.throttle.take(name, settings, at: kernel.time.now) else { throw Refusal.throttled }
    }

    // MARK: Integrations

    private func integrate(_ endpoint: Endpoint, _ exchange: inout Exchange) async throws -> ResponseParts {
        let kernel = kernel
        let taken = exchange
        let start = kernel.time.now
        defer {
            exchange.integrationLatency = .milliseconds(kernel.time.now.milliseconds - start.milliseconds)
        }
        if case .proxy(let function) = endpoint.backend {
            let integration = FunctionIntegration(
                exchange: taken, endpoint: endpoint, function: function, kernel: kernel)
            let answer = try await service.within(endpoint.timeout) {
                try await integration.invoke(ProxyEvent.json(taken).utf8)
            }
            exchange.integrationStatus = answer.status
            guard !answer.hasFailed, !answer.payload.isEmpty else { throw Refusal.integrationFailed }
            return try ProxyAnswer.parts(
                answer.payload, requestID: taken.request.requestID, taken.traceID)
        }
        let mapped = try RequestMapping(exchange: taken, endpoint: endpoint).request()
        let reply = try await service.within(endpoint.timeout) {
            try await Self.reply(endpoint, taken, mapped, kernel)
        }
        exchange.integrationStatus = reply.status
        if case .http(isProxy: true) = endpoint.backend {
            return ResponseParts(
                status: reply.status,
                headers: reply.headers + [("x-amzn-RequestId", taken.request.requestID)], body: reply.body)
        }
        return try ResponseMapping(exchange: taken, endpoint: endpoint).parts(reply)
    }

    private static func reply(
        _ endpoint: Endpoint, _ exchange: Exchange, _ mapped: MappedRequest, _ kernel: Kernel
    ) async throws -> IntegrationReply {
        switch endpoint.backend {
        case .proxy(let function), .function(let function):
            return try await FunctionIntegration(
                exchange: exchange, endpoint: endpoint, function: function, kernel: kernel
            ).send(mapped)
        case .service(let uri):
            return try await ServiceIntegration(
                exchange: exchange, endpoint: endpoint, uri: uri, kernel: kernel
            ).send(mapped)
        case .mock: return try mock(mapped)
        case .http(let isProxy):
            do {
                return try await HTTPIntegration(
                    exchange: exchange, endpoint: endpoint, kernel: kernel, isProxy: isProxy
                ).send(mapped)
            } catch let failure as DeliveryFailure {
                kernel.log.info("apigateway: \(endpoint.integration.uri ?? ""): \(failure.message)")
                throw Refusal.unreachable
            }
        }
    }

    /// A mock answers with the status that the request's template names.
    private static func mock(_ mapped: MappedRequest) throws -> IntegrationReply {
        let stated = (try? JSON(parsing: mapped.body))?["statusCode"]?.scalarText.flatMap { Int($0) }
        guard let status = stated, (100...599).contains(status) else {
            throw Refusal.misconfigured("the request template of a mock yields no statusCode")
        }
        return IntegrationReply(status: status)
    }
}
