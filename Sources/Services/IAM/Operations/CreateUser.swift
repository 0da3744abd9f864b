internal import IAMInterface
internal import Kernel

extension IAM {
    /// Makes a user, who has neither keys nor permissions yet.
    func createUser(_ input: CreateUserInput, _ call: Call) async throws -> CreateUserOutput {
        let tags = try TagSet.texts(input.tags)
        let boundary = try input.permissionsBoundary.map { try PolicyReference($0) }
        try IAMName.check(input.userName, as: "userName")
        let user = StoredUser(
            name: input.userName, path: try IAMName.path(input.path), id: IAMName.unique("AIDA", call),
            createdAt: call.now)
        return try await call.write { tx in
            guard try !Users.isTaken(user.name, call.account, in: tx) else {
                throw EntityAlreadyExistsException("User with name \(user.name) already exists.")
            }
            try Users.insert(user, call.account, in: tx)
            try Tags.set(tags, on: user.arn(call), in: tx)
            if let boundary {
                try boundary.requireAttachable(call, in: tx)
                let holder = Holder.user(user.name, call.account)
                try Attachments.attach(boundary.arn.description, as: .boundary, to: holder, in: tx)
            }
            return CreateUserOutput(
                user: user.shape(tags: tags, boundary: input.permissionsBoundary, call))
        }
    }
}
