internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the policies within a user.
    func listUserPolicies(
        _ input: ListUserPoliciesInput, _ call: Call
    ) async throws -> ListUserPoliciesOutput {
        let page = try Page(input.marker, input.maxItems, of: "policies of user \(input.userName)")
        let (names, marker) = try await Holding.names(in: .user(input.userName, call.account), page, call)
        return ListUserPoliciesOutput(policyNames: names, isTruncated: marker != nil, marker: marker)
    }
}
