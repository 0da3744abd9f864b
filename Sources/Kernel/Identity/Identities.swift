public import Policy
public import Store

/// Where the policies of principals come from: IAM, seen from the kernel.
///
/// Asked for every request when authentication is enforced, so the answers are expected from memory; whoever
/// keeps them there forgets them after the commit that changes them.
public protocol Identities: Sendable {
    /// What a principal may do by policies attached to it, to its groups or to its role.
    func policies(of principal: Principal, in tx: borrowing Transaction) throws -> IdentityPolicies
    /// The role an ARN names, as the principal that assumes it for a service's own calls.
    func rolePrincipal(_ arn: ARN, session: String, in tx: borrowing Transaction) throws -> Principal?
    /// What must be known of a role to assume it; nil when there is no such role.
    func role(_ arn: ARN, in tx: borrowing Transaction) throws -> AssumableRole?
    /// The document of the default version of a managed policy, as JSON; nil when there is no such policy.
    func managedPolicy(_ arn: ARN, in tx: borrowing Transaction) throws -> String?
}

extension Identities {
    /// No role.
    public func role(_ arn: ARN, in tx: borrowing Transaction) throws -> AssumableRole? { nil }

    /// No policy.
    public func managedPolicy(_ arn: ARN, in tx: borrowing Transaction) throws -> String? { nil }
}

/// What is attached to a principal.
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
