/// The `Principal` or `NotPrincipal` element of a statement.
struct PrincipalScope: Sendable, Hashable {
    let principals: [PolicyPrincipal]
    let excludes: Bool

    /// How the statement applies to the caller.
    ///
    /// `NotPrincipal` with `Deny` spares a caller only when everything that stands for it is listed: the
    /// account, the role of a session and the session (`reference_policies_elements_notprincipal.html`). With
    /// `Allow` it grants to nobody of whom anything is listed.
    func match(_ principal: Principal, effect: PolicyEffect) -> PrincipalMatch {
        guard excludes else {
            var best = PrincipalMatch.none
            for candidate in principals { best = max(best, candidate.match(principal)) }
            return best
        }
        let matches = principals.map { $0.match(principal) }
        let listed = matches.contains { $0 != .none }
        guard effect == .deny else { return listed ? .none : .caller }
        let named = matches.contains(.caller)
        let account = principal.account == nil || principal.kind == .root || matches.contains(.account)
        let issuer = principal.issuerARN == nil || matches.contains(.issuer)
        let everyone = principals.contains(.anyone)
        return everyone || (named && account && issuer) ? .none : .caller
    }
}
