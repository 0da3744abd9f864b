internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Ends a user's membership in a group.
    func removeUserFromGroup(_ input: RemoveUserFromGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.groupName, call.account, in: tx)
            let user = try Users.named(input.userName, call.account, in: tx)
            try Memberships.remove(user.name, from: group.name, call.account, in: tx)
            return Unit()
        }
    }
}
