/// How closely a resource policy's principal names the caller; it decides which other policies still limit
/// what the statement grants ("Policy evaluation for requests within a single account").
enum PrincipalMatch: Int, Sendable, Comparable {
    case none
    /// The account of the caller: the account's own policies decide who in it may act.
    case account
    /// The role or user behind a session: boundary and session policy still limit.
    case issuer
    /// The caller itself, or everyone: nothing but an explicit deny limits.
    case caller

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension PolicyPrincipal {
    func match(_ principal: Principal) -> PrincipalMatch {
        switch self {
        case .anyone: return .caller
        case .account(let account):
            guard principal.account == account else { return .none }
            return principal.kind == .root ? .caller : .account
        case .arn(let arn):
            if principal.arn == arn { return .caller }
            return principal.issuerARN == arn ? .issuer : .none
        case .uniqueID(let id):
            guard principal.uniqueID == id else { return .none }
            return principal.kind == .user ? .caller : .issuer
        case .service(let name):
            return principal.kind == .service && (name == "*" || principal.names.contains(name))
                ? .caller : .none
        case .federated(let provider):
            return principal.kind == .federated && (provider == "*" || principal.names.contains(provider))
                ? .caller : .none
        case .canonicalUser(let id): return principal.canonicalUser == id ? .account : .none
        }
    }
}
