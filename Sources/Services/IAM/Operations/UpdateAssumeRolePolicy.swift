internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

extension IAM {
    /// Changes who may act as a role.
    func updateAssumeRolePolicy(_ input: UpdateAssumeRolePolicyInput, _ call: Call) async throws -> Unit {
        try Documents.check(
            input.policyDocument, kind: .trust, charactersMax: Documents.trustCharactersMax)
        return try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try Roles.setTrust(input.policyDocument, of: role.name, call.account, in: tx)
            return Unit()
        }
    }
}
