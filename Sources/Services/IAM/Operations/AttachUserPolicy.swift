internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a user a managed policy.
    func attachUserPolicy(_ input: AttachUserPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.attach(input.policyArn, to: .user(input.userName, call.account), call)
        return Unit()
    }
}
