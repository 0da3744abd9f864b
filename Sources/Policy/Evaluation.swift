extension AuthorizationRequest {
    /// Decides the request by all policies that bear on it.
    ///
    /// An explicit deny anywhere wins. Otherwise every level of service control policies must allow; then,
    /// within one account, identity or resource policies must allow, limited by boundary and session policies as
    /// far as the resource policy does not name the caller itself; across accounts both sides must allow.
    /// Services, federated and anonymous callers have the resource policy alone. "Policy evaluation logic"
    /// (`reference_policies_evaluation-logic.html`).
    public func evaluate(_ policies: AttachedPolicies) -> Decision {
        var evaluation = Evaluation(request: self)
        return evaluation.decide(policies)
    }
}

/// One evaluation: looks at every statement first, then decides.
private struct Evaluation {
    /// What the policies of one type say.
    struct Verdict {
        var deny: MatchedStatement?
        var allow: MatchedStatement?
        /// How closely the allowing statement names the caller.
        var match = PrincipalMatch.none
    }

    let request: AuthorizationRequest
    var matched: [MatchedStatement] = []

    init(request: AuthorizationRequest) { self.request = request }

    private var isAccountless: Bool { request.principal.account == nil }

    private var isSameAccount: Bool {
        request.resourceAccount == nil || request.resourceAccount == request.principal.account
    }

    mutating func decide(_ policies: AttachedPolicies) -> Decision {
        let principal = request.principal
        let isControlled = !isAccountless && !principal.isServiceLinked
        var controls: [Verdict] = []
        for level in isControlled ? policies.serviceControl : [] {
            controls.append(weigh(level, as: .serviceControl))
        }
        let isTrust = policies.resource.contains { $0.document.kind == .trust }
        let resource = weigh(policies.resource, as: isTrust ? .roleTrust : .resourceBased)
        let hasIdentity = !isAccountless && principal.kind != .root
        let identity = hasIdentity ? weigh(policies.identity, as: .identityBased) : Verdict()
        let boundary = hasIdentity ? policies.boundary.map { weigh([$0], as: .permissionsBoundary) } : nil
        let isNarrowed = principal.kind == .federatedUser || !policies.session.isEmpty
        let session = isNarrowed && !isAccountless ? weigh(policies.session, as: .session) : nil

        let verdicts = controls + [resource, identity] + [boundary, session].compactMap { $0 }
        if let deny = verdicts.lazy.compactMap(\.deny).first { return decision(.denied(by: deny)) }
        if controls.contains(where: { $0.allow == nil }) { return decision(.nothingAllows(.serviceControl)) }
        let limits = Limits(identity: identity, boundary: boundary, session: session)
        return decision(reason(resource: resource, limits: limits, isTrust: isTrust))
    }

    /// What the caller's side says.
    private struct Limits {
        let identity: Verdict
        let boundary: Verdict?
        let session: Verdict?

        /// The type that stands against the request although something allows it.
        var missing: PolicyType? {
            if let boundary, boundary.allow == nil { return .permissionsBoundary }
            if let session, session.allow == nil { return .session }
            return nil
        }
    }

    private func reason(resource: Verdict, limits: Limits, isTrust: Bool) -> Decision.Reason {
        let resourceType = isTrust ? PolicyType.roleTrust : .resourceBased
        let isRequired = isTrust || request.requiresResourcePolicy || isAccountless || !isSameAccount
        if isRequired, resource.allow == nil { return .nothingAllows(resourceType) }
        if request.principal.kind == .root {
            if let missing = limits.missing { return .nothingAllows(missing) }
            return resource.allow.map { .allowed(by: $0) } ?? .rootUser
        }
        if let allow = resource.allow, isAccountless || isSameAccount {
            if resource.match == .caller { return .allowed(by: allow) }
            if resource.match == .issuer {
                return limits.missing.map { .nothingAllows($0) } ?? .allowed(by: allow)
            }
        }
        guard let allow = limits.identity.allow else { return .nothingAllows(.identityBased) }
        return limits.missing.map { .nothingAllows($0) } ?? .allowed(by: allow)
    }

    private func decision(_ reason: Decision.Reason) -> Decision {
        Decision(reason: reason, matched: matched)
    }

    private mutating func weigh(_ policies: [NamedPolicy], as type: PolicyType) -> Verdict {
        var verdict = Verdict()
        for policy in policies {
            for statement in policy.document.statements {
                let match = statement.match(request)
                guard match != .none else { continue }
                let found = MatchedStatement(statement, of: policy, type: type)
                matched.append(found)
                if statement.effect == .deny {
                    verdict.deny = verdict.deny ?? found
                } else if match > verdict.match {
                    verdict.match = match
                    verdict.allow = found
                }
            }
        }
        return verdict
    }
}
