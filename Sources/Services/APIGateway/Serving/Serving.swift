internal import APIGatewayInterface
internal import Kernel
internal import Logging
internal import Wire

/// Answers a request to a deployed API.
struct Serving: Sendable {
    /// Bytes of a request, as on AWS.
    static let bodySizeMax = 10 << 20

    let service: APIGateway
    private var kernel: Kernel { service.kernel }

    /// What a request names, as far as its address tells.
    private struct Target {
        let api: String
        let stage: String
        let path: [String]
    }

    func answer(_ request: RouteRequest) async -> ResponseParts {
        do {
            return try await serve(request)
        } catch let refusal as Refusal {
            return refusal.parts(requestID: request.requestID)
        } catch {
            kernel.log.error("apigateway: \(error)")
            return Refusal.integrationFailed.parts(requestID: request.requestID)
        }
    }

    private func serve(_ request: RouteRequest) async throws -> ResponseParts {
        guard let target = Self.target(request),
            let stage = try await service.live.stage(target.stage, ofAPI: target.api, kernel)
        else { throw Refusal.forbidden }
        guard let (endpoint, parameters) = stage.find(request.method, target.path) else {
            throw Refusal.missingAuthenticationToken
        }
        guard request.parts.body.count <= Self.bodySizeMax else { throw Refusal.tooLarge }
        let key = request.header("x-api-key")
        var keyID: String?
        if endpoint.method.apiKeyRequired == true {
            keyID = try await admit(key, to: target, of: stage)
        }
        let event = ProxyEvent(
            request: request, stage: stage, endpoint: endpoint, path: target.path, parameters: parameters,
            key: keyID.map { ($0, key ?? "") }, now: kernel.time.now)
        let payload = try await invoke(endpoint, event, of: stage, request)
        return try ProxyAnswer.parts(payload, requestID: request.requestID, event.traceID)
    }

    private static func target(_ request: RouteRequest) -> Target? {
        let parts = request.path.split(separator: "/").map { PercentCoding.decoded($0) ?? String($0) }
        if let host = APIHost(request.host) {
            guard let stage = parts.first else { return nil }
            return Target(api: host.api, stage: stage, path: Array(parts.dropFirst()))
        }
        guard parts.count >= 4, parts[0] == "restapis", parts[3] == "_user_request_" else { return nil }
        return Target(api: parts[1], stage: parts[2], path: Array(parts.dropFirst(4)))
    }

    /// Lets the holder of a key pass, as its plan allows; answers the key's id.
    private func admit(_ value: String?, to target: Target, of stage: LiveStage) async throws -> String {
        guard let value, let key = try await service.live.key(value, of: stage, kernel), key.isEnabled,
            let plan = key.plan(for: target.api, target.stage)
        else { throw Refusal.forbidden }
        if let settings = plan.throttle {
            let name = "\(stage.scope.id)/\(plan.id ?? "")/\(key.id)"
            guard service.throttle.take(name, settings, at: kernel.time.now) else { throw Refusal.throttled }
        }
        guard try await service.usage.take(plan, key: key.id, scope: stage.scope) else {
            throw Refusal.quotaExceeded
        }
        return key.id
    }

    private func invoke(
        _ endpoint: LiveStage.Endpoint, _ event: ProxyEvent, of stage: LiveStage, _ request: RouteRequest
    ) async throws -> [UInt8] {
        let call = Kernel.Call(
            kernel: kernel, scope: stage.scope,
            principal: Principal(
                kind: .service(name: "apigateway.amazonaws.com"), account: stage.scope.account),
            operation: "apigateway.proxy", requestID: request.requestID, trace: event.traceID,
            endpoint: request.endpoint, sourceIP: request.sourceIP,
            source: Self.source(endpoint, stage, request.method))
        let input: JSON = [
            "FunctionName": .string(endpoint.function.name(stage.stage.variables ?? [:])),
            "Payload": .string(Base64.encoded(event.json.utf8)),
        ]
        let answer: JSON
        do {
            answer = try await within(endpoint.timeout) { try await call.invoke("lambda:Invoke", input) }
        } catch let failure as any Failure {
            kernel.log.warning(
                "apigateway: \(endpoint.resource.path ?? ""): \(failure.code): \(failure.message)")
            throw Refusal.integrationFailed
        }
        guard answer["FunctionError"] == nil, let text = answer["Payload"]?.string,
            let payload = Base64.decoded(text)
        else { throw Refusal.integrationFailed }
        return payload
    }

    /// What permissions of functions name: `arn:aws:execute-api:region:account:api/stage/METHOD/resource`.
    private static func source(
        _ endpoint: LiveStage.Endpoint, _ stage: LiveStage, _ method: String
    ) -> String {
        let path = endpoint.resource.path ?? "/"
        let place = "\(stage.api.id ?? "")/\(stage.stage.stageName ?? "")/\(method)\(path)"
        return stage.scope.arn("execute-api", place).description
    }

    /// Runs the work, or gives it up after its time.
    private func within<R: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        let time = kernel.time
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await time.sleep(until: time.now + limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw Refusal.integrationTimedOut
            }
            return result
        }
    }
}
