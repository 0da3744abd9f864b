internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes tags off an instance profile.
    func untagInstanceProfile(_ input: UntagInstanceProfileInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            try Tags.remove(input.tagKeys, from: profile.arn(call), in: tx)
            return Unit()
        }
    }
}
