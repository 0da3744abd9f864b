internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the tags of a role.
    func listRoleTags(_ input: ListRoleTagsInput, _ call: Call) async throws -> ListRoleTagsOutput {
        let page = try Page(input.marker, input.maxItems, of: "tags of role \(input.roleName)")
        let tags = try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            return try Tags.of(role.arn(call), in: tx)
        }
        let (entries, marker) = page.cut(whole: StoredRole.tags(tags), by: \.key)
        return ListRoleTagsOutput(tags: entries, isTruncated: marker != nil, marker: marker)
    }
}
