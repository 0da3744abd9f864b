internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Makes a user a member of a group.
    func addUserToGroup(_ input: AddUserToGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.groupName, call.account, in: tx)
            let user = try Users.named(input.userName, call.account, in: tx)
            let present = try Memberships.groups(of: user.name, call.account, in: tx)
            guard present.contains(group.name) || present.count < Quota.groupsPerUser else {
                throw LimitExceededException(
                    "Cannot exceed quota for GroupsPerUser: \(Quota.groupsPerUser)")
            }
            try Memberships.add(user.name, to: group.name, call.account, in: tx)
            return Unit()
        }
    }
}
