internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Limits what a role may be given permission for.
    func putRolePermissionsBoundary(
        _ input: PutRolePermissionsBoundaryInput, _ call: Call
    ) async throws -> Unit {
        try await Holding.setBoundary(
            input.permissionsBoundary, of: .role(input.roleName, call.account), call)
        return Unit()
    }
}
