public import Policy
public import Store

/// Where the policies of principals come from: IAM, seen from the kernel.
public protocol Identities: Sendable {
    /// What a principal may do by policies attached to it, to its groups or to its role.
    func policies(of principal: Principal, in tx: borrowing Transaction) throws -> IdentityPolicies
    /// The role that an ARN names; nil when there is none.
    func role(_ arn: ARN, in tx: borrowing Transaction) throws -> AssumableRole?
    /// The document of a managed policy, the account's own or AWS's; nil when there is none.
    func managedPolicy(_ arn: ARN, in tx: borrowing Transaction) throws -> String?
}

/// What there is to know of a role before somebody acts as it.
public struct AssumableRole: Sendable {
    /// With its path.
    public let arn: ARN
    public let name: String
    /// The unique id, `AROA…`.
    public let id: String
    /// The policy that says who may act as it.
    public let trust: String
    /// How long a session may last.
    public let sessionMax: Duration

    public init(arn: ARN, name: String, id: String, trust: String, sessionMax: Duration) {
        self.arn = arn
        self.name = name
        self.id = id
        self.trust = trust
        self.sessionMax = sessionMax
    }

    /// A session of the role.
    public func principal(
        session: String, accessKeyID: String? = nil, policies: [String] = [], tags: [String: String] = [:]
    ) -> Principal {
        let own = ARN(
            service: "sts", region: "", account: arn.account, resource: "assumed-role/\(name)/\(session)",
            partition: arn.partition)
        return Principal(
            kind: .role(name: name, session: session), account: arn.account,
            arn: own.description, issuerARN: arn.description, userID: "\(id):\(session)",
            accessKeyID: accessKeyID, sessionPolicies: policies, tags: tags)
    }
}

public struct IdentityPolicies: Sendable {
    public var policies: [NamedPolicy]
    public var boundary: NamedPolicy?
    /// Tags of the user or role, for `aws:PrincipalTag`.
    public var tags: [String: String]

    public init(policies: [NamedPolicy] = [], boundary: NamedPolicy? = nil, tags: [String: String] = [:]) {
        self.policies = policies
        self.boundary = boundary
        self.tags = tags
    }
}
