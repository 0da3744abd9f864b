internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Answers a policy within a user.
    func getUserPolicy(_ input: GetUserPolicyInput, _ call: Call) async throws -> GetUserPolicyOutput {
        let text = try await Holding.document(
            input.policyName, in: .user(input.userName, call.account), call)
        return GetUserPolicyOutput(
            userName: input.userName, policyName: input.policyName,
            policyDocument: PercentCoding.encoded(text))
    }
}
