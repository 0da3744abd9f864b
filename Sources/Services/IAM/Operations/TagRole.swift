internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a role tags.
    func tagRole(_ input: TagRoleInput, _ call: Call) async throws -> Unit {
        let tags = try TagSet.texts(input.tags)
        return try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try TagSet.add(tags, to: role.arn(call), in: tx)
            return Unit()
        }
    }
}
