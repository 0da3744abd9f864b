internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the policies within a group.
    func listGroupPolicies(
        _ input: ListGroupPoliciesInput, _ call: Call
    ) async throws -> ListGroupPoliciesOutput {
        let page = try Page(input.marker, input.maxItems, of: "policies of group \(input.groupName)")
        let (names, marker) = try await Holding.names(in: .group(input.groupName, call.account), page, call)
        return ListGroupPoliciesOutput(policyNames: names, isTruncated: marker != nil, marker: marker)
    }
}
