internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers a user; without a name the caller.
    func getUser(_ input: GetUserInput, _ call: Call) async throws -> GetUserOutput {
        if input.userName == nil, case .root = call.principal.kind {
            return GetUserOutput(user: User(userId: call.account, arn: call.principal.arn))
        }
        let name = try userName(input.userName, call)
        return try await call.read { tx in
            let user = try Users.named(name, call.account, in: tx)
            return GetUserOutput(
                user: user.shape(
                    tags: try Tags.of(user.arn(call), in: tx),
                    boundary: try Attachments.boundary(of: .user(name, call.account), in: tx), call))
        }
    }

    /// The user that a request names, or that makes it.
    func userName(_ given: String?, _ call: Call) throws -> String {
        if let given { return given }
        if case .user(let name) = call.principal.kind { return name }
        throw ValidationError("Must specify userName when calling with non-User credentials")
    }
}
