internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Puts a role into an instance profile, which holds one.
    func addRoleToInstanceProfile(
        _ input: AddRoleToInstanceProfileInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let profile = try InstanceProfiles.named(input.instanceProfileName, call.account, in: tx)
            let role = try Roles.named(input.roleName, call.account, in: tx)
            guard profile.role == nil else {
                throw LimitExceededException(
                    "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
            }
            try InstanceProfiles.setRole(role.name, of: profile.name, call.account, in: tx)
            return Unit()
        }
    }
}
