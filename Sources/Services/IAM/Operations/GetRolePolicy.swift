internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Answers a policy within a role.
    func getRolePolicy(_ input: GetRolePolicyInput, _ call: Call) async throws -> GetRolePolicyOutput {
        let text = try await Holding.document(
            input.policyName, in: .role(input.roleName, call.account), call)
        return GetRolePolicyOutput(
            roleName: input.roleName, policyName: input.policyName,
            policyDocument: PercentCoding.encoded(text))
    }
}
