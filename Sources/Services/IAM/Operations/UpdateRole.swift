internal import IAMInterface
internal import Kernel

extension IAM {
    /// Changes the description of a role, or how long its sessions may last.
    func updateRole(_ input: UpdateRoleInput, _ call: Call) async throws -> UpdateRoleOutput {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try Roles.update(
                role.name, description: input.description ?? role.description,
                sessionSeconds: input.maxSessionDuration ?? role.sessionSeconds, call.account, in: tx)
            return UpdateRoleOutput()
        }
    }
}
