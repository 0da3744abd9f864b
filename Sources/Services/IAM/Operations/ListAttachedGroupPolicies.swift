internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the managed policies of a group.
    func listAttachedGroupPolicies(
        _ input: ListAttachedGroupPoliciesInput, _ call: Call
    ) async throws -> ListAttachedGroupPoliciesOutput {
        let page = try Page(input.marker, input.maxItems, of: "attached to group \(input.groupName)")
        let (policies, marker) = try await Holding.attached(
            to: .group(input.groupName, call.account), below: input.pathPrefix, page, call)
        return ListAttachedGroupPoliciesOutput(
            attachedPolicies: policies, isTruncated: marker != nil, marker: marker)
    }
}
