internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Ends an access key.
    func deleteAccessKey(_ input: DeleteAccessKeyInput, _ call: Call) async throws -> Unit {
        let name = try userName(input.userName, call)
        return try await call.write { tx in
            let user = try Users.named(name, call.account, in: tx)
            let key = try AccessKeys.named(input.accessKeyId, of: user, call.account, in: tx)
            try AccessKeys.remove(key.id, in: tx)
            try call.kernel.credentials.remove(key.id, in: tx)
            return Unit()
        }
    }
}
