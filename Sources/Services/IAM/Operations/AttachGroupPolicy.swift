internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a group a managed policy.
    func attachGroupPolicy(_ input: AttachGroupPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.attach(input.policyArn, to: .group(input.groupName, call.account), call)
        return Unit()
    }
}
