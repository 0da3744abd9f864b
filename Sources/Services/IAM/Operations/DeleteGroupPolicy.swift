internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a policy out of a group.
    func deleteGroupPolicy(_ input: DeleteGroupPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.remove(input.policyName, from: .group(input.groupName, call.account), call)
        return Unit()
    }
}
