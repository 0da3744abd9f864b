internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a role tags.
    func tagRole(_ input: TagRoleInput, _ call: Call) async throws -> Unit {
        var tags: [String: String] = [:]
        for tag in input.tags { tags[tag.key] = tag.value }
        let given = tags
        return try await call.write { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            try Tags.set(given, on: role.arn(call), in: tx)
            return Unit()
        }
    }
}
