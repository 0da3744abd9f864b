internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a managed policy off a group.
    func detachGroupPolicy(_ input: DetachGroupPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.detach(input.policyArn, from: .group(input.groupName, call.account), call)
        return Unit()
    }
}
