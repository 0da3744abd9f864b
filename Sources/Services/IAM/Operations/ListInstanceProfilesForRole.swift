internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the instance profiles that a role is in.
    func listInstanceProfilesForRole(
        _ input: ListInstanceProfilesForRoleInput, _ call: Call
    ) async throws -> ListInstanceProfilesForRoleOutput {
        let page = try Page(input.marker, input.maxItems, of: "instance profiles of \(input.roleName)")
        return try await call.read { tx in
            let role = try Roles.named(input.roleName, call.account, in: tx)
            let found = try InstanceProfiles.list(ofRole: role.name, call.account, page, in: tx)
            let (entries, marker) = page.cut(found, by: \.name)
            var shapes: [InstanceProfile] = []
            for profile in entries { shapes.append(try profile.shape(call, in: tx)) }
            return ListInstanceProfilesForRoleOutput(
                instanceProfiles: shapes, isTruncated: marker != nil, marker: marker)
        }
    }
}
