/// What a policy document is attached to, which decides the elements it must and must not contain.
///
/// See "Policy types" in the IAM user guide (`access_policies.html`).
public enum PolicyKind: Sendable, Hashable, CaseIterable {
    /// A managed or inline policy of a user, group or role: no principal, resources required.
    case identity
    /// A policy of a queue, topic, bus, function, key or bucket: a principal is required, resources are
    /// optional (a statement without them covers the resource that carries the policy).
    case resource
    /// The `AssumeRolePolicyDocument` of a role: a principal is required, resources are forbidden.
    case trust
    /// A policy passed with `AssumeRole` or `GetFederationToken`, which narrows the session.
    case session
    /// A managed policy used as a permissions boundary.
    case boundary
    /// A service control policy of an organization.
    case serviceControl

    /// Whether statements name principals (resource and trust policies).
    public var namesPrincipals: Bool { self == .resource || self == .trust }

    /// Characters, white space not counted, that a document of this kind may have unless the caller says
    /// otherwise. "IAM and AWS STS quotas" (`reference_iam-quotas.html`).
    public var charactersMax: Int {
        switch self {
        case .identity, .boundary: PolicyLimit.managedCharactersMax
        case .resource: PolicyLimit.resourceCharactersMax
        case .trust: PolicyLimit.trustCharactersMax
        case .session: PolicyLimit.sessionCharactersMax
        case .serviceControl: PolicyLimit.serviceControlCharactersMax
        }
    }

    /// Kinds whose `Version` must be 2012-10-17; the others fall back to 2008-10-17.
    var demandsCurrentVersion: Bool {
        self == .identity || self == .boundary || self == .serviceControl
    }

    /// Kinds that IAM itself stores, with its rules for statement ids.
    var hasPlainSids: Bool { self != .resource }
}
