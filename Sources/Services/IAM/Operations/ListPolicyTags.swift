internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the tags of a managed policy.
    func listPolicyTags(_ input: ListPolicyTagsInput, _ call: Call) async throws -> ListPolicyTagsOutput {
        let reference = try PolicyReference(input.policyArn)
        let page = try Page(input.marker, input.maxItems, of: "tags of \(input.policyArn)")
        let tags = try await call.read { tx in
            if ManagedPolicies.policy(reference.arn) == nil { _ = try reference.stored(call, in: tx) }
            return try Tags.of(reference.arn, in: tx)
        }
        let (entries, marker) = page.cut(whole: StoredRole.tags(tags), by: \.key)
        return ListPolicyTagsOutput(tags: entries, isTruncated: marker != nil, marker: marker)
    }
}
