internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a role a managed policy.
    func attachRolePolicy(_ input: AttachRolePolicyInput, _ call: Call) async throws -> Unit {
        try await Holding.attach(input.policyArn, to: .role(input.roleName, call.account), call)
        return Unit()
    }
}
