internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Limits what a user may be given permission for.
    func putUserPermissionsBoundary(
        _ input: PutUserPermissionsBoundaryInput, _ call: Call
    ) async throws -> Unit {
        try await Holding.setBoundary(
            input.permissionsBoundary, of: .user(input.userName, call.account), call)
        return Unit()
    }
}
