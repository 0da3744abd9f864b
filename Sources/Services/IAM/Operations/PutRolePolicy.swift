internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

extension IAM {
    /// Puts a policy into a role, in the place of one of that name.
    func putRolePolicy(_ input: PutRolePolicyInput, _ call: Call) async throws -> Unit {
        try Documents.check(input.policyDocument, kind: .identity, charactersMax: Self.inlineCharactersMax)
        return try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try RolePolicies.put(
                input.policyDocument, input.policyName, role: role.name, call.account, in: tx)
            return Unit()
        }
    }
}
