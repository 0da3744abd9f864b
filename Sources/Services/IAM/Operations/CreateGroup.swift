internal import IAMInterface
internal import Kernel

extension IAM {
    /// Makes a group.
    func createGroup(_ input: CreateGroupInput, _ call: Call) async throws -> CreateGroupOutput {
        try IAMName.check(input.groupName, as: "groupName")
        let group = StoredGroup(
            name: input.groupName, path: try IAMName.path(input.path), id: IAMName.unique("AGPA", call),
            createdAt: call.now)
        return try await call.write { tx in
            guard try !Groups.isTaken(group.name, call.account, in: tx) else {
                throw EntityAlreadyExistsException("Group with name \(group.name) already exists.")
            }
            try Groups.insert(group, call.account, in: tx)
            return CreateGroupOutput(group: group.shape(call))
        }
    }
}
