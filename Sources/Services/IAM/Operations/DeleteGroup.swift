internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes a group that has neither members nor policies any more.
    func deleteGroup(_ input: DeleteGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.groupName, call.account, in: tx)
            guard try Memberships.isEmpty(group.name, call.account, in: tx) else {
                throw DeleteConflictException("Cannot delete entity, must remove users from group first.")
            }
            try Holding.clear(.group(group.name, call.account), in: tx)
            try Groups.remove(group.name, call.account, in: tx)
            return Unit()
        }
    }
}
