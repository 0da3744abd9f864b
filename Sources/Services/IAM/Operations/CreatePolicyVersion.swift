internal import IAMInterface
internal import Kernel
internal import Policy

extension IAM {
    /// Adds a version to a managed policy.
    func createPolicyVersion(
        _ input: CreatePolicyVersionInput, _ call: Call
    ) async throws -> CreatePolicyVersionOutput {
        let reference = try PolicyReference(input.policyArn)
        try Documents.check(
            input.policyDocument, kind: .identity, charactersMax: PolicyLimit.managedCharactersMax)
        let isDefault = input.setAsDefault ?? false
        return try await call.write { tx in
            let policy = try reference.changeable("CreatePolicyVersion", call, in: tx)
            let versions = try PolicyVersions.all(of: policy.name, call.account, in: tx)
            guard versions.count < Quota.versionsPerPolicy else {
                throw LimitExceededException(
                    "A managed policy can have up to \(Quota.versionsPerPolicy) versions. Before you create "
                        + "a new version, you must delete an existing version.")
            }
            let version = StoredPolicyVersion(
                number: policy.lastVersion + 1, document: input.policyDocument, createdAt: call.now)
            try PolicyVersions.insert(version, of: policy.name, call.account, in: tx)
            try Policies.setVersions(
                of: policy.name,
                (last: version.number, standard: isDefault ? version.number : policy.defaultVersion),
                at: call.now, call.account, in: tx)
            return CreatePolicyVersionOutput(
                policyVersion: version.shape(isDefault: isDefault, withDocument: false))
        }
    }
}
