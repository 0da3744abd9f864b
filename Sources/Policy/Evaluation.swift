extension AuthorizationRequest {
    /// Decides the request by all policies that bear on it.
    ///
    /// An explicit deny anywhere wins. Otherwise every level of service control policies must allow; then,
    /// within one account, identity or resource policies must allow, limited by boundary and session policies
    /// as far as the resource policy does not name the caller itself; across accounts both sides must allow.
    /// Services, federated and anonymous callers have the resource policy alone. "Policy evaluation logic"
    /// (`reference_policies_evaluation-logic.html`).
    public func evaluate(_ policies: AttachedPolicies) -> Decision {
        var matched: [MatchedStatement] = []
        let reason = decide(policies, noting: &matched)
        return Decision(reason: reason, matched: matched)
    }

    /// What the policies of one type say.
    private struct Verdict {
        var deny: MatchedStatement?
        var allow: MatchedStatement?
        /// How closely the allowing statement names the caller.
        var match = PrincipalMatch.none
    }

    /// What the caller's side says.
    private struct CallerVerdicts {
        var identity = Verdict()
        var boundary: Verdict?
        var session: Verdict?

        var deny: MatchedStatement? { identity.deny ?? boundary?.deny ?? session?.deny }

        /// The type that stands against the request although something allows it.
        var missing: PolicyType? {
            if let boundary, boundary.allow == nil { return .permissionsBoundary }
            if let session, session.allow == nil { return .session }
            return nil
        }
    }

    private var isAccountless: Bool { principal.account == nil }

    private var isSameAccount: Bool { resourceAccount == nil || resourceAccount == principal.account }

    /// Looks at every statement first, because all that match are listed, then decides.
    private func decide(
        _ policies: AttachedPolicies, noting matched: inout [MatchedStatement]
    ) -> Decision.Reason {
        var controlDeny: MatchedStatement?
        var isControlMissing = false
        if !isAccountless && !principal.isServiceLinked {
            for level in policies.serviceControl {
                let verdict = weigh(level, as: .serviceControl, noting: &matched)
                controlDeny = controlDeny ?? verdict.deny
                isControlMissing = isControlMissing || verdict.allow == nil
            }
        }
        let isTrust = policies.resource.contains { $0.document.kind == .trust }
        let resourceType = isTrust ? PolicyType.roleTrust : .resourceBased
        let resource = weigh(policies.resource, as: resourceType, noting: &matched)
        let caller = weighCaller(policies, noting: &matched)

        if let deny = controlDeny ?? resource.deny ?? caller.deny { return .denied(by: deny) }
        if isControlMissing { return .nothingAllows(.serviceControl) }
        let isRequired = isTrust || requiresResourcePolicy || isAccountless || !isSameAccount
        if isRequired, resource.allow == nil { return .nothingAllows(resourceType) }
        return combine(resource, caller)
    }

    private func weighCaller(
        _ policies: AttachedPolicies, noting matched: inout [MatchedStatement]
    ) -> CallerVerdicts {
        var caller = CallerVerdicts()
        if isAccountless { return caller }
        if principal.kind != .root {
            caller.identity = weigh(policies.identity, as: .identityBased, noting: &matched)
            caller.boundary = policies.boundary.map {
                weigh([$0], as: .permissionsBoundary, noting: &matched)
            }
        }
        if principal.kind == .federatedUser || !policies.session.isEmpty {
            caller.session = weigh(policies.session, as: .session, noting: &matched)
        }
        return caller
    }

    /// Joins both sides when nothing denies and the resource policy allows where it has to.
    private func combine(_ resource: Verdict, _ caller: CallerVerdicts) -> Decision.Reason {
        if principal.kind == .root {
            if let missing = caller.missing { return .nothingAllows(missing) }
            return resource.allow.map { .allowed(by: $0) } ?? .rootUser
        }
        if let allow = resource.allow, isAccountless || isSameAccount {
            if resource.match == .caller { return .allowed(by: allow) }
            if resource.match == .issuer {
                return caller.missing.map { .nothingAllows($0) } ?? .allowed(by: allow)
            }
        }
        guard let allow = caller.identity.allow else { return .nothingAllows(.identityBased) }
        return caller.missing.map { .nothingAllows($0) } ?? .allowed(by: allow)
    }

    private func weigh(
        _ policies: [NamedPolicy], as type: PolicyType, noting matched: inout [MatchedStatement]
    ) -> Verdict {
        var verdict = Verdict()
        let policies = policies.span
        for position in policies.indices {
            for rule in policies[position].document.rules {
                let match = rule.match(self)
                guard match != .none else { continue }
                let found = MatchedStatement(rule.statement, of: policies[position], type: type)
                matched.append(found)
                if rule.effect == .deny {
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
