internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the managed policies of a role.
    func listAttachedRolePolicies(
        _ input: ListAttachedRolePoliciesInput, _ call: Call
    ) async throws -> ListAttachedRolePoliciesOutput {
        let page = try Page(input.marker, input.maxItems, of: "attached to role \(input.roleName)")
        let (policies, marker) = try await Holding.attached(
            to: .role(input.roleName, call.account), below: input.pathPrefix, page, call)
        return ListAttachedRolePoliciesOutput(
            attachedPolicies: policies, isTruncated: marker != nil, marker: marker)
    }
}
