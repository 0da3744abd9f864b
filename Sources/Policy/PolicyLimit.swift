/// The limits of policy documents. "IAM and AWS STS quotas" (`reference_iam-quotas.html`).
public enum PolicyLimit {
    /// Bytes of any policy text; longer texts are refused before they are parsed.
    public static let documentBytesMax = 131_072
    /// Characters of a managed policy, and of a permissions boundary, without white space.
    public static let managedCharactersMax = 6_144
    /// Characters of all inline policies of one user together, without white space.
    public static let userInlineCharactersMax = 2_048
    /// Characters of all inline policies of one group together, without white space.
    public static let groupInlineCharactersMax = 5_120
    /// Characters of all inline policies of one role together, without white space.
    public static let roleInlineCharactersMax = 10_240
    /// Characters of a role's trust policy: the highest value to which the quota of 2,048 can be raised.
    public static let trustCharactersMax = 4_096
    /// Characters of a role's trust policy in an account whose quota has not been raised.
    public static let trustCharactersDefault = 2_048
    /// Characters of a session policy.
    public static let sessionCharactersMax = 2_048
    /// Characters of a service control policy.
    public static let serviceControlCharactersMax = 5_120
    /// Characters of a resource policy when the service names no limit of its own.
    public static let resourceCharactersMax = 20_480
}
