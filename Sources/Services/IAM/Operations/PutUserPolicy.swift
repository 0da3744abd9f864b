internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Puts a policy into a user, in the place of one of that name.
    func putUserPolicy(_ input: PutUserPolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.put(
            input.policyDocument, input.policyName, in: .user(input.userName, call.account), call)
        return Unit()
    }
}
