internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the groups, roles and users that a managed policy is attached to.
    func listEntitiesForPolicy(
        _ input: ListEntitiesForPolicyInput, _ call: Call
    ) async throws -> ListEntitiesForPolicyOutput {
        let reference = try PolicyReference(input.policyArn)
        let listing = try EntityListing(input, call)
        let limit = listing.limit
        let found = try await call.read { tx in
            if ManagedPolicies.policy(reference.arn) == nil { _ = try reference.stored(call, in: tx) }
            return try listing.holders(of: reference.arn.description, call, in: tx)
        }
        let page = found.prefix(limit)
        var output = ListEntitiesForPolicyOutput(policyGroups: [], policyUsers: [], policyRoles: [])
        for entity in page where entity.path.hasPrefix(input.pathPrefix ?? "/") {
            let name = entity.holder.name
            switch entity.holder.kind {
            case .group: output.policyGroups?.append(PolicyGroup(groupName: name, groupId: entity.id))
            case .role: output.policyRoles?.append(PolicyRole(roleName: name, roleId: entity.id))
            case .user: output.policyUsers?.append(PolicyUser(userName: name, userId: entity.id))
            }
        }
        output.isTruncated = found.count > limit
        output.marker = found.count > limit ? page.last.map { listing.marker(after: $0) } : nil
        return output
    }
}
