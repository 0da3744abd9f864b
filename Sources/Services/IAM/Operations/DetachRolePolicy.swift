internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a managed policy off a role.
    func detachRolePolicy(_ input: DetachRolePolicyInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            guard try RolePolicies.detach(input.policyArn, role: role.name, call.account, in: tx) else {
                throw NoSuchEntityException("Policy \(input.policyArn) was not found.")
            }
            return Unit()
        }
    }
}
