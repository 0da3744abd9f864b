internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes a role that has no policies any more.
    func deleteRole(_ input: DeleteRoleInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            let page = try Page(nil, 1, of: "instance profiles of \(role.name)")
            guard try InstanceProfiles.list(ofRole: role.name, call.account, page, in: tx).isEmpty else {
                throw DeleteConflictException(
                    "Cannot delete entity, must remove roles from instance profile first.")
            }
            try Holding.clear(.role(role.name, call.account), in: tx)
            try Roles.remove(role.name, call.account, in: tx)
            try Tags.removeAll(of: role.arn(call), in: tx)
            return Unit()
        }
    }
}
