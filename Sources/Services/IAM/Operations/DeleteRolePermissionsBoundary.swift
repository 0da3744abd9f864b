internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes the limit off what a role may be given permission for.
    func deleteRolePermissionsBoundary(
        _ input: DeleteRolePermissionsBoundaryInput, _ call: Call
    ) async throws -> Unit {
        try await Holding.removeBoundary(of: .role(input.roleName, call.account), call)
        return Unit()
    }
}
