internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers a role.
    func getRole(_ input: GetRoleInput, _ call: Call) async throws -> GetRoleOutput {
        try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            var shape = role.shape(
                tags: try Tags.of(role.arn(call), in: tx),
                boundary: try Attachments.boundary(of: .role(role.name, call.account), in: tx), call)
            shape.roleLastUsed = RoleLastUsed()
            return GetRoleOutput(role: shape)
        }
    }
}
