internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes an instance profile that has no role any more.
    func deleteInstanceProfile(_ input: DeleteInstanceProfileInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            guard profile.role == nil else {
                throw DeleteConflictException(
                    "Cannot delete entity, must remove roles from instance profile first.")
            }
            try InstanceProfiles.remove(profile.name, call.account, in: tx)
            try Tags.removeAll(of: profile.arn(call), in: tx)
            return Unit()
        }
    }
}
