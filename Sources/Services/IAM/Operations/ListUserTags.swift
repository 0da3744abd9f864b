internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the tags of a user.
    func listUserTags(_ input: ListUserTagsInput, _ call: Call) async throws -> ListUserTagsOutput {
        let page = try Page(input.marker, input.maxItems, of: "tags of user \(input.userName)")
        let tags = try await call.read { tx in
            let user = try Users.named(input.userName, call.account, in: tx)
            return try Tags.of(user.arn(call), in: tx)
        }
        let (entries, marker) = page.cut(whole: StoredRole.tags(tags), by: \.key)
        return ListUserTagsOutput(tags: entries, isTruncated: marker != nil, marker: marker)
    }
}
