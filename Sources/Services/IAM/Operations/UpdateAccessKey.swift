internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Makes an access key inactive, or active again.
    func updateAccessKey(_ input: UpdateAccessKeyInput, _ call: Call) async throws -> Unit {
        let name = try userName(input.userName, call)
        guard input.status != "Expired" else { throw NotImplemented("UpdateAccessKey with Status Expired") }
        let isActive = input.status == "Active"
        return try await call.write { tx in
            let user = try Users.named(name, call.account, in: tx)
            let key = try AccessKeys.named(input.accessKeyId, of: user, call.account, in: tx)
            try AccessKeys.setActive(isActive, key.id, in: tx)
            try call.kernel.credentials.setActive(isActive, key.id, in: tx)
            return Unit()
        }
    }
}
