internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a policy out of a role.
    func deleteRolePolicy(_ input: DeleteRolePolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.remove(input.policyName, from: .role(input.roleName, call.account), call)
        return Unit()
    }
}
