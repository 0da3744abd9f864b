internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Managed policies that a role may have.
    static let attachmentsMax = 10

    /// Gives a role a managed policy.
    func attachRolePolicy(_ input: AttachRolePolicyInput, _ call: Call) async throws -> Unit {
        guard ManagedPolicies.document(input.policyArn) != nil else {
            throw NoSuchEntityException("Policy \(input.policyArn) does not exist or is not attachable.")
        }
        return try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            let present = try RolePolicies.attached(role: role.name, call.account, in: tx)
            guard present.contains(input.policyArn) || present.count < Self.attachmentsMax else {
                throw LimitExceededException(
                    "Cannot exceed quota for PoliciesPerRole: \(Self.attachmentsMax)")
            }
            try RolePolicies.attach(input.policyArn, role: role.name, call.account, in: tx)
            return Unit()
        }
    }
}
