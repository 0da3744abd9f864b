/// All policies that bear on a request, by the part they play.
public struct AttachedPolicies: Sendable {
    /// Managed and inline policies of the caller's user, its groups, or its role. Those of services, of the
    /// anonymous and of root users do not exist and are not looked at.
    public var identity: [NamedPolicy]
    /// The policies of the resource; the trust policy when a role is assumed.
    public var resource: [NamedPolicy]
    /// The caller's permissions boundary, nil when it has none.
    public var boundary: NamedPolicy?
    /// The policies passed when the session was made; none means that the session is not narrowed, except for
    /// federated users, who then have no identity permissions.
    public var session: [NamedPolicy]
    /// Service control policies of the caller's account, a list for each level from the root of the
    /// organization down to the account; every level must allow. No levels: no organization.
    public var serviceControl: [[NamedPolicy]]

    /// The policies of a request; what is left out does not exist.
    public init(
        identity: [NamedPolicy] = [], resource: [NamedPolicy] = [], boundary: NamedPolicy? = nil,
        session: [NamedPolicy] = [], serviceControl: [[NamedPolicy]] = []
    ) {
        self.identity = identity
        self.resource = resource
        self.boundary = boundary
        self.session = session
        self.serviceControl = serviceControl
    }
}
