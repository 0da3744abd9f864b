internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the managed policies of a role.
    func listAttachedRolePolicies(
        _ input: ListAttachedRolePoliciesInput, _ call: Call
    ) async throws -> ListAttachedRolePoliciesOutput {
        let arns = try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            return try RolePolicies.attached(role: role.name, call.account, in: tx)
        }
        let policies = arns.map { arn in
            AttachedPolicy(policyName: arn.split(separator: "/").last.map(String.init), policyArn: arn)
        }
        return ListAttachedRolePoliciesOutput(attachedPolicies: policies, isTruncated: false)
    }
}
