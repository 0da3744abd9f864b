internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Answers a policy within a group.
    func getGroupPolicy(_ input: GetGroupPolicyInput, _ call: Call) async throws -> GetGroupPolicyOutput {
        let text = try await Holding.document(
            input.policyName, in: .group(input.groupName, call.account), call)
        return GetGroupPolicyOutput(
            groupName: input.groupName, policyName: input.policyName,
            policyDocument: PercentCoding.encoded(text))
    }
}
