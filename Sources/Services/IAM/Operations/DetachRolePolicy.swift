internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a managed policy off a role.
    func detachRolePolicy(_ input: DetachRolePolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.detach(input.policyArn, from: .role(input.roleName, call.account), call)
        return Unit()
    }
}
