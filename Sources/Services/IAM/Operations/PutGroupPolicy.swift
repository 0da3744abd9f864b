internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Puts a policy into a group, in the place of one of that name.
    func putGroupPolicy(_ input: PutGroupPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.put(
            input.policyDocument, input.policyName, in: .group(input.groupName, call.account), call)
        return Unit()
    }
}
