internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the managed policies of a user.
    func listAttachedUserPolicies(
        _ input: ListAttachedUserPoliciesInput, _ call: Call
    ) async throws -> ListAttachedUserPoliciesOutput {
        let page = try Page(input.marker, input.maxItems, of: "attached to user \(input.userName)")
        let (policies, marker) = try await Holding.attached(
            to: .user(input.userName, call.account), below: input.pathPrefix, page, call)
        return ListAttachedUserPoliciesOutput(
            attachedPolicies: policies, isTruncated: marker != nil, marker: marker)
    }
}
