internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Makes an access key of a user; its secret is told this once.
    func createAccessKey(_ input: CreateAccessKeyInput, _ call: Call) async throws -> CreateAccessKeyOutput {
        if input.userName == nil, case .root = call.principal.kind {
            throw NotImplemented("CreateAccessKey of the root user")
        }
        let name = try userName(input.userName, call)
        let entropy = call.kernel.entropy
        let secret = Credential.makeSecret(entropy)
        let key = StoredAccessKey(
            id: Credential.makeID("AKIA", entropy), user: name, isActive: true, createdAt: call.now)
        return try await call.write { tx in
            let user = try Users.named(name, call.account, in: tx)
            guard try AccessKeys.all(of: name, call.account, in: tx).count < Quota.accessKeysPerUser else {
                throw LimitExceededException(
                    "Cannot exceed quota for AccessKeysPerUser: \(Quota.accessKeysPerUser)")
            }
            try AccessKeys.insert(key, call.account, in: tx)
            try call.kernel.credentials.insert(
                Credential(
                    accessKeyID: key.id, secretAccessKey: secret,
                    principal: user.principal(call, accessKeyID: key.id)), in: tx)
            return CreateAccessKeyOutput(
                accessKey: AccessKey(
                    userName: name, accessKeyId: key.id, status: key.status, secretAccessKey: secret,
                    createDate: key.createdAt.timestamp))
        }
    }
}
