internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists the groups of a user.
    func listGroupsForUser(
        _ input: ListGroupsForUserInput, _ call: Call
    ) async throws -> ListGroupsForUserOutput {
        let page = try Page(input.marker, input.maxItems, of: "groups of \(input.userName)")
        let groups = try await call.read { tx in
            let user = try Users.named(input.userName, call.account, in: tx)
            var groups: [StoredGroup] = []
            for name in try Memberships.groups(of: user.name, call.account, in: tx) {
                groups.append(try Groups.named(name, call.account, in: tx))
            }
            return groups
        }
        let (entries, marker) = page.cut(whole: groups, by: \.name)
        return ListGroupsForUserOutput(
            groups: entries.map { $0.shape(call) }, isTruncated: marker != nil, marker: marker)
    }
}
