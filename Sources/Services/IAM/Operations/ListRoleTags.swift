internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the tags of a role.
    func listRoleTags(_ input: ListRoleTagsInput, _ call: Call) async throws -> ListRoleTagsOutput {
        try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            let tags = try Tags.of(role.arn(call), in: tx)
            return ListRoleTagsOutput(tags: StoredRole.tags(tags), isTruncated: false)
        }
    }
}
