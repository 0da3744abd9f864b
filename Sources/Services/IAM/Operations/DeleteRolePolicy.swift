internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes a policy out of a role.
    func deleteRolePolicy(_ input: DeleteRolePolicyInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            guard try RolePolicies.remove(input.policyName, role: role.name, call.account, in: tx) else {
                throw Self.missing(input.policyName)
            }
            return Unit()
        }
    }
}
