internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

extension IAM {
    /// Answers how much the account has, and how much it may have.
    func getAccountSummary(_ input: Unit, _ call: Call) async throws -> GetAccountSummaryOutput {
        var summary = try await call.read { tx in try AccountCounts.of(call.account, in: tx) }
        let quotas = [
            "AccessKeysPerUserQuota": Quota.accessKeysPerUser, "GroupsPerUserQuota": Quota.groupsPerUser,
            "AttachedPoliciesPerUserQuota": Quota.attachedPolicies,
            "AttachedPoliciesPerGroupQuota": Quota.attachedPolicies,
            "AttachedPoliciesPerRoleQuota": Quota.attachedPolicies,
            "VersionsPerPolicyQuota": Quota.versionsPerPolicy,
            "PolicySizeQuota": PolicyLimit.managedCharactersMax,
            "UserPolicySizeQuota": PolicyLimit.userInlineCharactersMax,
            "GroupPolicySizeQuota": PolicyLimit.groupInlineCharactersMax,
            "RolePolicySizeQuota": PolicyLimit.roleInlineCharactersMax,
            "AssumeRolePolicySizeQuota": PolicyLimit.trustCharactersDefault,
        ]
        summary.merge(quotas) { counted, _ in counted }
        return GetAccountSummaryOutput(summaryMap: summary)
    }
}
