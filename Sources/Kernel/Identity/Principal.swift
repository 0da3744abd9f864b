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

    public let kind: Kind
    public let account: String
    /// The ARN that `GetCallerIdentity` reports.
    public let arn: String
    /// The ARN of a session's role, with its path, or of the user behind a federated session.
    public let issuerARN: String?
    /// The id that AWS reports as `UserId`: an access-independent unique id, or `id:session` for a role.
    public let userID: String
    public let accessKeyID: String?
    /// The policy that a session was narrowed with, as JSON.
    public let sessionPolicies: [String]
    /// Tags of the session, for `aws:PrincipalTag`.
    public let tags: [String: String]

    public init(
        kind: Kind, account: String, arn: String? = nil, issuerARN: String? = nil, userID: String = "",
        accessKeyID: String? = nil,
        sessionPolicies: [String] = [], tags: [String: String] = [:]
    ) {
        self.kind = kind
        self.account = account
        self.arn = arn ?? Self.arn(of: kind, in: account)
        self.issuerARN = issuerARN
        self.userID = userID.isEmpty ? account : userID
        self.accessKeyID = accessKeyID
        self.sessionPolicies = sessionPolicies
        self.tags = tags
    }

    public static func root(_ account: String, accessKeyID: String? = nil) -> Principal {
        Principal(kind: .root, account: account, accessKeyID: accessKeyID)
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
