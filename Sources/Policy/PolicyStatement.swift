/// One compiled statement of a policy document.
public struct PolicyStatement: Sendable, Hashable {
    /// The `Sid`, nil when the statement has none.
    public let sid: String?
    /// The position in the document, from 0.
    public let index: Int
    /// `Allow` or `Deny`.
    public let effect: PolicyEffect
    /// The actions as written.
    public let actions: [String]
    /// Whether `actions` are those of `NotAction`.
    public let excludesActions: Bool
    /// The resources as written; nil when the statement has neither `Resource` nor `NotResource`.
    public let resources: [String]?
    /// Whether `resources` are those of `NotResource`.
    public let excludesResources: Bool
    /// The principals; empty in policies that name none.
    public var principals: [PolicyPrincipal] { scope?.principals ?? [] }
    /// Whether `principals` are those of `NotPrincipal`.
    public var excludesPrincipals: Bool { scope?.excludes ?? false }

    let scope: PrincipalScope?
    let actionPatterns: [Pattern]
    let resourcePatterns: [ARNPattern]
    let conditions: [Condition]

    /// How the statement applies to the request, `none` when it does not. Statements that name no principal
    /// belong to their bearer and apply as the caller's own.
    func match(_ request: AuthorizationRequest) -> PrincipalMatch {
        guard coversAction(request), coversResource(request) else { return .none }
        let principal = scope?.match(request.principal, effect: effect) ?? .caller
        guard principal != .none else { return .none }
        for condition in conditions where !condition.holds(in: request) { return .none }
        return principal
    }

    private func coversAction(_ request: AuthorizationRequest) -> Bool {
        for pattern in actionPatterns where pattern.matches(request.actionBytes.span, in: request) {
            return !excludesActions
        }
        return excludesActions
    }

    private func coversResource(_ request: AuthorizationRequest) -> Bool {
        if resources == nil { return true }
        for pattern in resourcePatterns where pattern.matches(request.resourceBytes.span, in: request) {
            return !excludesResources
        }
        return excludesResources
    }
}
