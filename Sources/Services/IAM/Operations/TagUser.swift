internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a user tags.
    func tagUser(_ input: TagUserInput, _ call: Call) async throws -> Unit {
        let tags = try TagSet.texts(input.tags)
        return try await call.write { tx in
            let user = try Users.named(input.userName, call.account, in: tx)
            try TagSet.add(tags, to: user.arn(call), in: tx)
            return Unit()
        }
    }
}
