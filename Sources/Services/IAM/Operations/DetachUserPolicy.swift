internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a managed policy off a user.
    func detachUserPolicy(_ input: DetachUserPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.detach(input.policyArn, from: .user(input.userName, call.account), call)
        return Unit()
    }
}
