/// Who makes a call.
public struct Principal: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case root
        case user(name: String)
        case role(name: String, session: String)
        case federated(name: String)
        /// A service of this server that acts by itself, for example `sns.amazonaws.com`.
        case service(name: String)
        case anonymous
    }

    // Every call holds its principal: one reference to count instead of a dozen.
    private final class Facts: Sendable {
        let kind: Kind
        let account: String
        let arn: String
        let issuerARN: String?
        let userID: String
        let accessKeyID: String?
        let sessionPolicies: [String]
        let tags: [String: String]

        init(
            kind: Kind, account: String, names: (arn: String, issuerARN: String?, userID: String),
            accessKeyID: String?, session: (policies: [String], tags: [String: String])
        ) {
            self.kind = kind
            self.account = account
            (arn, issuerARN, userID) = names
            self.accessKeyID = accessKeyID
            (sessionPolicies, tags) = session
        }
    }

    private let facts: Facts

    public var kind: Kind { facts.kind }
    public var account: String { facts.account }
    /// The ARN that `GetCallerIdentity` reports.
    public var arn: String { facts.arn }
    /// The ARN of a session's role, with its path, or of the user behind a federated session.
    public var issuerARN: String? { facts.issuerARN }
    /// The id that AWS reports as `UserId`: an access-independent unique id, or `id:session` for a role.
    public var userID: String { facts.userID }
    public var accessKeyID: String? { facts.accessKeyID }
    /// The policy that a session was narrowed with, as JSON.
    public var sessionPolicies: [String] { facts.sessionPolicies }
    /// Tags of the session, for `aws:PrincipalTag`.
    public var tags: [String: String] { facts.tags }

    public init(
        kind: Kind, account: String, arn: String? = nil, issuerARN: String? = nil, userID: String = "",
        accessKeyID: String? = nil,
        sessionPolicies: [String] = [], tags: [String: String] = [:]
    ) {
        facts = Facts(
            kind: kind, account: account,
            names: (arn ?? Self.arn(of: kind, in: account), issuerARN, userID.isEmpty ? account : userID),
            accessKeyID: accessKeyID, session: (sessionPolicies, tags))
    }

    public static func == (a: Principal, b: Principal) -> Bool {
        a.facts === b.facts
            || (a.kind == b.kind && a.account == b.account && a.arn == b.arn && a.issuerARN == b.issuerARN
                && a.userID == b.userID && a.accessKeyID == b.accessKeyID
                && a.sessionPolicies == b.sessionPolicies && a.tags == b.tags)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(arn)
        hasher.combine(accessKeyID)
    }

    public static func root(_ account: String, accessKeyID: String? = nil) -> Principal {
        Principal(kind: .root, account: account, accessKeyID: accessKeyID)
    }

    /// The same principal, acting by an access key.
    public func holding(_ accessKeyID: String) -> Principal {
        Principal(
            kind: kind, account: account, arn: arn, issuerARN: issuerARN, userID: userID,
            accessKeyID: accessKeyID, sessionPolicies: sessionPolicies, tags: tags)
    }

    private static func arn(of kind: Kind, in account: String) -> String {
        switch kind {
        case .root: "arn:aws:iam::\(account):root"
        case .user(let name): "arn:aws:iam::\(account):user/\(name)"
        case .role(let name, let session): "arn:aws:sts::\(account):assumed-role/\(name)/\(session)"
        case .federated(let name): "arn:aws:sts::\(account):federated-user/\(name)"
        case .service(let name): name
        case .anonymous: "*"
        }
    }
}
