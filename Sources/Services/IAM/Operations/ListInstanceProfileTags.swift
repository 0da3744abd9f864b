internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the tags of an instance profile.
    func listInstanceProfileTags(
        _ input: ListInstanceProfileTagsInput, _ call: Call
    ) async throws -> ListInstanceProfileTagsOutput {
        let page = try Page(
            input.marker, input.maxItems, of: "tags of instance profile \(input.instanceProfileName)")
        let tags = try await call.read { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            return try Tags.of(profile.arn(call), in: tx)
        }
        let (entries, marker) = page.cut(whole: StoredRole.tags(tags), by: \.key)
        return ListInstanceProfileTagsOutput(tags: entries, isTruncated: marker != nil, marker: marker)
    }
}
