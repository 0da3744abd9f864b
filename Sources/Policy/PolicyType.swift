/// The part that a policy plays in an evaluation, by which AWS names it in error texts.
///
/// "Troubleshoot access denied error messages" in the IAM user guide (`troubleshoot_access-denied.html`).
public enum PolicyType: Sendable, Hashable, CaseIterable {
    /// Policies of the caller: its user, group or role.
    case identityBased
    /// Policies of the resource.
    case resourceBased
    /// The trust policy of the role to be assumed.
    case roleTrust
    case permissionsBoundary
    case session
    case serviceControl

    /// The name without article, as in "because no ... allows the action".
    var name: String {
        switch self {
        case .identityBased: "identity-based policy"
        case .resourceBased: "resource-based policy"
        case .roleTrust: "role trust policy"
        case .permissionsBoundary: "permissions boundary"
        case .session: "session policy"
        case .serviceControl: "service control policy"
        }
    }

    /// The name with its article, as in "with an explicit deny in ...".
    var nameWithArticle: String {
        switch self {
        case .identityBased: "an \(name)"
        case .roleTrust: "the \(name)"
        default: "a \(name)"
        }
    }
}
