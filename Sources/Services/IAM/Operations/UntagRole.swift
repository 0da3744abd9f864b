internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes tags off a role.
    func untagRole(_ input: UntagRoleInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try Tags.remove(input.tagKeys, from: role.arn(call), in: tx)
            return Unit()
        }
    }
}
