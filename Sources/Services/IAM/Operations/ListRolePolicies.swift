internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the policies within a role.
    func listRolePolicies(
        _ input: ListRolePoliciesInput, _ call: Call
    ) async throws -> ListRolePoliciesOutput {
        let page = try Page(input.marker, input.maxItems, of: "policies of role \(input.roleName)")
        let (names, marker) = try await Holding.names(in: .role(input.roleName, call.account), page, call)
        return ListRolePoliciesOutput(policyNames: names, isTruncated: marker != nil, marker: marker)
    }
}
