/// How much an account and its users, groups, roles and policies may have.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
enum Quota {
    static let accessKeysPerUser = 2
    static let groupsPerUser = 10
    /// Managed policies of a user, group or role.
    static let attachedPolicies = 10
    static let versionsPerPolicy = 5
    static let tags = 50
    /// How long a session of a role lasts, in seconds, unless the role says otherwise.
    static let sessionSeconds = 3600
}
