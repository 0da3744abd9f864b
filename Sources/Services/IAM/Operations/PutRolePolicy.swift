internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Puts a policy into a role, in the place of one of that name.
    func putRolePolicy(_ input: PutRolePolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.put(
            input.policyDocument, input.policyName, in: .role(input.roleName, call.account), call)
        return Unit()
    }
}
