internal import IAMInterface
internal import Kernel

extension IAM {
    /// Makes an instance profile without a role.
    func createInstanceProfile(
        _ input: CreateInstanceProfileInput, _ call: Call
    ) async throws -> CreateInstanceProfileOutput {
        try IAMName.check(input.instanceProfileName, as: "instanceProfileName")
        let tags = try TagSet.texts(input.tags)
        let profile = StoredInstanceProfile(
            name: input.instanceProfileName, path: try IAMName.path(input.path),
            id: IAMName.unique("AIPA", call), role: nil, createdAt: call.now)
        return try await call.write { tx in
            guard try !InstanceProfiles.isTaken(profile.name, call.account, in: tx) else {
                throw EntityAlreadyExistsException("Instance Profile \(profile.name) already exists.")
            }
            try InstanceProfiles.insert(profile, call.account, in: tx)
            try Tags.set(tags, on: profile.arn(call), in: tx)
            return CreateInstanceProfileOutput(
                instanceProfile: try profile.shape(tags: tags, call, in: tx))
        }
    }
}
