internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives an instance profile tags.
    func tagInstanceProfile(_ input: TagInstanceProfileInput, _ call: Call) async throws -> Unit {
        let tags = try TagSet.texts(input.tags)
        return try await call.write { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            try TagSet.add(tags, to: profile.arn(call), in: tx)
            return Unit()
        }
    }
}
