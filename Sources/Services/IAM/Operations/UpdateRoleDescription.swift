internal import IAMInterface
internal import Kernel

extension IAM {
    /// Changes the description of a role.
    func updateRoleDescription(
        _ input: UpdateRoleDescriptionInput, _ call: Call
    ) async throws -> UpdateRoleDescriptionOutput {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try Roles.update(
                role.name, description: input.description, sessionSeconds: role.sessionSeconds,
                call.account, in: tx)
            let changed = try Roles.named(input.roleName, call.account, in: tx)
            return UpdateRoleDescriptionOutput(role: changed.shape(call))
        }
    }
}
