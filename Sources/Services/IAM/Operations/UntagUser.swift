internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Takes tags off a user.
    func untagUser(_ input: UntagUserInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let user = try Users.named(input.userName, call.account, in: tx)
            try Tags.remove(input.tagKeys, from: user.arn(call), in: tx)
            return Unit()
        }
    }
}
