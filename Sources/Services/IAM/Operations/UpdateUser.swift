internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Gives a user another name or path; keys, groups and policies stay.
    func updateUser(_ input: UpdateUserInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let account = call.account
            let user = try Users.named(input.userName, account, in: tx)
            let name = input.newUserName ?? user.name
            try IAMName.check(name, as: "newUserName")
            if name.lowercased() != user.name.lowercased(), try Users.isTaken(name, account, in: tx) {
                throw EntityAlreadyExistsException("User with name \(name) already exists.")
            }
            let path = try input.newPath.map(IAMName.path) ?? user.path
            try Users.rename(user.name, to: name, path: path, account, in: tx)
            try Holding.rename(.user(user.name, account), to: name, in: tx)
            try Memberships.rename(user: user.name, to: name, account, in: tx)
            try AccessKeys.rename(user: user.name, to: name, account, in: tx)
            let renamed = StoredUser(name: name, path: path, id: user.id, createdAt: user.createdAt)
            try TagSet.move(from: user.arn(call), to: renamed.arn(call), in: tx)
            for key in try AccessKeys.all(of: name, account, in: tx) {
                let principal = renamed.principal(call, accessKeyID: key.id)
                try call.kernel.credentials.setPrincipal(principal, key.id, in: tx)
            }
            return Unit()
        }
    }
}
