public import Policy
public import Store

/// Where the policies of principals come from: IAM, seen from the kernel.
public protocol Identities: Sendable {
    /// What a principal may do by policies attached to it, to its groups or to its role.
    func policies(of principal: Principal, in tx: borrowing Transaction) throws -> IdentityPolicies
    /// The role an ARN names, as the principal that assumes it for a service's own calls.
    func rolePrincipal(_ arn: ARN, session: String, in tx: borrowing Transaction) throws -> Principal?
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
