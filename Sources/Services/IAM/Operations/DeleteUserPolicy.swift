internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a policy out of a user.
    func deleteUserPolicy(_ input: DeleteUserPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.remove(input.policyName, from: .user(input.userName, call.account), call)
        return Unit()
    }
}
