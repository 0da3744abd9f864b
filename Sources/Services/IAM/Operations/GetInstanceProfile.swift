internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers an instance profile.
    func getInstanceProfile(
        _ input: GetInstanceProfileInput, _ call: Call
    ) async throws -> GetInstanceProfileOutput {
        try await call.read { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            let tags = try Tags.of(profile.arn(call), in: tx)
            return GetInstanceProfileOutput(instanceProfile: try profile.shape(tags: tags, call, in: tx))
        }
    }
}
