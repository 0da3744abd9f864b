internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a group another name or path; members and policies stay.
    func updateGroup(_ input: UpdateGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.groupName, call.account, in: tx)
            let name = input.newGroupName ?? group.name
            try IAMName.check(name, as: "newGroupName")
            if name.lowercased() != group.name.lowercased(), try Groups.isTaken(name, call.account, in: tx) {
                throw EntityAlreadyExistsException("Group with name \(name) already exists.")
            }
            try Groups.rename(
                group.name, to: name, path: try input.newPath.map(IAMName.path) ?? group.path, call.account,
                in: tx)
            try Holding.rename(.group(group.name, call.account), to: name, in: tx)
            try Memberships.rename(group: group.name, to: name, call.account, in: tx)
            return Unit()
        }
    }
}
