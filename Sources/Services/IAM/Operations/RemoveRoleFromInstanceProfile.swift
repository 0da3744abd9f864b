internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes the role out of an instance profile.
    func removeRoleFromInstanceProfile(
        _ input: RemoveRoleFromInstanceProfileInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            guard profile.role == input.roleName else {
                throw NoSuchEntityException("The role with name \(input.roleName) cannot be found.")
            }
            try InstanceProfiles.setRole(nil, of: profile.name, call.account, in: tx)
            return Unit()
        }
    }
}
