/// What a statement does to the requests it covers.
public enum PolicyEffect: String, Sendable, Hashable {
    /// Grants them.
    case allow = "Allow"
    /// Refuses them, whatever other statements grant.
    case deny = "Deny"
}
