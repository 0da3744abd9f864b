internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes the limit off what a user may be given permission for.
    func deleteUserPermissionsBoundary(
        _ input: DeleteUserPermissionsBoundaryInput, _ call: Call
    ) async throws -> Unit {
        try await Holding.removeBoundary(of: .user(input.userName, call.account), call)
        return Unit()
    }
}
