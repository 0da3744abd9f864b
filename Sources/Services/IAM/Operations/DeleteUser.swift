internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes a user that has neither keys, groups nor policies any more.
    func deleteUser(_ input: DeleteUserInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let user = try Users.named(input.userName, call.account, in: tx)
            guard try Memberships.groups(of: user.name, call.account, in: tx).isEmpty else {
                throw DeleteConflictException("Cannot delete entity, must remove users from group first.")
            }
            guard try AccessKeys.all(of: user.name, call.account, in: tx).isEmpty else {
                throw DeleteConflictException("Cannot delete entity, must delete access keys first.")
            }
            try Holding.clear(.user(user.name, call.account), in: tx)
            try Users.remove(user.name, call.account, in: tx)
            try Tags.removeAll(of: user.arn(call), in: tx)
            return Unit()
        }
    }
}
