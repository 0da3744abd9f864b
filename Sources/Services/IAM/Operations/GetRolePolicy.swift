internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Answers a policy within a role.
    func getRolePolicy(_ input: GetRolePolicyInput, _ call: Call) async throws -> GetRolePolicyOutput {
        try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            let text = try RolePolicies.document(input.policyName, role: role.name, call.account, in: tx)
            guard let text else { throw Self.missing(input.policyName) }
            return GetRolePolicyOutput(
                roleName: role.name, policyName: input.policyName, policyDocument: PercentCoding.encoded(text)
            )
        }
    }

    static func missing(_ policy: String) -> NoSuchEntityException {
        NoSuchEntityException("The role policy with name \(policy) cannot be found.")
    }
}
