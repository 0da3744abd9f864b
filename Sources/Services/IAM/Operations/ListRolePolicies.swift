internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the policies within a role.
    func listRolePolicies(_ input: ListRolePoliciesInput, _ call: Call) async throws -> ListRolePoliciesOutput
    {
        try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            let names = try RolePolicies.names(role: role.name, call.account, in: tx)
            return ListRolePoliciesOutput(policyNames: names, isTruncated: false)
        }
    }
}
