internal import APIGatewayInterface
internal import Kernel
internal import Logging
internal import Policy
internal import Wire

/// Asks a function whether a caller may pass.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html>
struct FunctionAuthorizer: Sendable {
    let authorizer: Authorizer
    let exchange: Exchange
    let endpoint: Endpoint
    let service: APIGateway

    private var kernel: Kernel { service.kernel }

    /// How long the function may take.
    static let timeout: Duration = .seconds(29)

    /// What the function says, or said lately; throws unless its policy lets the request pass.
    func admit() async throws -> AuthorizerVerdict {
        let identity = try identity()
        let seconds = authorizer.authorizerResultTtlInSeconds ?? AuthorizerRules.lifetimeUsual
        let target = exchange.target
        let place = "\(target.api)/\(target.stage)/\(authorizer.id ?? "")/" + identity.joined(separator: "\n")
        if seconds > 0, let known = service.verdicts.verdict(place, at: kernel.time.now) {
            try check(known)
            return known
        }
        let verdict = try await ask(token: identity.first ?? "")
        if seconds > 0 {
            service.verdicts.keep(verdict, place, until: kernel.time.now + .seconds(seconds))
        }
        try check(verdict)
        return verdict
    }

    // MARK: Who asks

    /// The values by which the caller is known; throws where one that must be there is missing.
    private func identity() throws -> [String] {
        let sources = MappingSources(exchange)
        let expressions = AuthorizerRules.sources(authorizer.identitySource)
        let isCached = (authorizer.authorizerResultTtlInSeconds ?? AuthorizerRules.lifetimeUsual) > 0
        var values: [String] = []
        for expression in expressions {
            let value = sources.value(of: expression) ?? ""
            guard !value.isEmpty || (authorizer.type == "REQUEST" && !isCached) else {
                throw Refusal.unauthorized
            }
            values.append(value)
        }
        if authorizer.type == "TOKEN", let text = authorizer.identityValidationExpression, !text.isEmpty {
            guard Pattern("^(?:\(text))$").matches(values.first ?? "") else { throw Refusal.unauthorized }
        }
        return values
    }

    /// `arn:aws:execute-api:region:account:api/stage/GET/path`.
    private var method: String {
        let target = exchange.target
        let place = "\(target.api)/\(target.stage)/\(exchange.request.method)\(exchange.location)"
        return exchange.stage.scope.arn("execute-api", place).description
    }

    // MARK: Asking

    private func event(token: String) -> JSON {
        guard authorizer.type == "REQUEST" else {
            return ["type": "TOKEN", "methodArn": .string(method), "authorizationToken": .string(token)]
        }
        var event: JSONObject = ["type": "REQUEST", "methodArn": .string(method)]
        for member in ProxyEvent.json(exchange).object?.members ?? []
        where member.name != "body" && member.name != "isBase64Encoded" {
            event[member.name] = member.value
        }
        return .object(event)
    }

    private func ask(token: String) async throws -> AuthorizerVerdict {
        guard let function = FunctionURI(authorizer.authorizerUri ?? "") else {
            throw Refusal.authorizerFailed("the address of the authorizer is none of a function")
        }
        let scope = exchange.stage.scope
        let source = scope.arn("execute-api", "\(exchange.target.api)/authorizers/\(authorizer.id ?? "")")
        let call = FunctionCall(
            exchange: exchange, function: function, credentials: authorizer.authorizerCredentials,
            source: source.description, kernel: kernel)
        let payload = event(token: token).utf8
        let answer: FunctionCall.Answer
        do {
            answer = try await service.within(Self.timeout) { try await call.invoke(payload) }
        } catch let refusal as Refusal {
            throw Refusal.authorizerFailed("the authorizer: \(refusal.message)")
        }
        let json = try? JSON(parsing: answer.payload)
        if answer.hasFailed {
            guard json?["errorMessage"]?.string != "Unauthorized" else { throw Refusal.unauthorized }
            throw Refusal.authorizerFailed(json?["errorMessage"]?.string ?? "the authorizer failed")
        }
        return try verdict(json ?? .null)
    }

    private func verdict(_ json: JSON) throws -> AuthorizerVerdict {
        guard let principal = json["principalId"]?.scalarText, let policy = json["policyDocument"],
            policy.object != nil
        else { throw Refusal.authorizerMisconfigured("the answer has no principalId or no policyDocument") }
        var context = JSONObject()
        for member in json["context"]?.object?.members ?? [] {
            guard member.value.isNull || member.value.scalarText != nil else {
                throw Refusal.authorizerMisconfigured("\(member.name) of the context is no plain value")
            }
            if let text = member.value.scalarText { context[member.name] = .string(text) }
        }
        return AuthorizerVerdict(
            principalID: principal, policy: policy.text, context: context,
            key: json["usageIdentifierKey"]?.string)
    }

    // MARK: The policy

    private func check(_ verdict: AuthorizerVerdict) throws {
        let document: PolicyDocument
        do {
            document = try kernel.authoriser.document(verdict.policy, kind: .identity)
        } catch {
            throw Refusal.authorizerMisconfigured("the policy: \(error)")
        }
        let account = exchange.stage.scope.account
        let request = AuthorizationRequest(
            principal: .user(account: account, arn: "arn:aws:iam::\(account):user/\(verdict.principalID)"),
            action: "execute-api:Invoke", resource: method,
            context: RequestContext(["aws:SourceIp": [exchange.request.sourceIP]]))
        var policies = AttachedPolicies()
        policies.identity = [NamedPolicy(name: "authorizer", document: document)]
        let decision = request.evaluate(policies)
        guard !decision.isAllowed else { return }
        let isStated = decision.outcome == .explicitDeny
        throw Refusal.accessDenied(
            "User is not authorized to access this resource" + (isStated ? " with an explicit deny" : ""))
    }
}
