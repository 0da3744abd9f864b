internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers a group and its members.
    func getGroup(_ input: GetGroupInput, _ call: Call) async throws -> GetGroupOutput {
        let page = try Page(input.marker, input.maxItems, of: "group \(input.groupName)")
        return try await call.read { tx in
            let group = try Groups.named(input.groupName, call.account, in: tx)
            let names = try Memberships.users(of: group.name, call.account, page, in: tx)
            let (members, marker) = page.cut(names) { $0 }
            var users: [User] = []
            for name in members {
                users.append(try Users.named(name, call.account, in: tx).shape(call))
            }
            return GetGroupOutput(
                group: group.shape(call), users: users, isTruncated: marker != nil,
                marker: marker)
        }
    }
}
