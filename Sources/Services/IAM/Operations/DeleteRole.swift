internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes a role that has no policies any more.
    func deleteRole(_ input: DeleteRoleInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try Holding.clear(.role(role.name, call.account), in: tx)
            try Roles.remove(role.name, call.account, in: tx)
            try Tags.removeAll(of: role.arn(call), in: tx)
            return Unit()
        }
    }
}
