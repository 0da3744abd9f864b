internal import IAMInterface
internal import Kernel
internal import Policy

extension IAM {
    /// Makes a managed policy; its document is version 1.
    func createPolicy(_ input: CreatePolicyInput, _ call: Call) async throws -> CreatePolicyOutput {
        try Documents.check(
            input.policyDocument, kind: .identity, charactersMax: PolicyLimit.managedCharactersMax)
        let tags = try TagSet.texts(input.tags)
        try IAMName.check(input.policyName, as: "policyName")
        let policy = StoredPolicy(
            name: input.policyName, path: try IAMName.path(input.path), id: IAMName.unique("ANPA", call),
            description: input.description, defaultVersion: 1, lastVersion: 1, createdAt: call.now,
            updatedAt: call.now)
        let version = StoredPolicyVersion(number: 1, document: input.policyDocument, createdAt: call.now)
        return try await call.write { tx in
            guard try !Policies.isTaken(policy.name, call.account, in: tx) else {
                throw EntityAlreadyExistsException(
                    "A policy called \(policy.name) already exists. Duplicate names are not allowed.")
            }
            try Policies.insert(policy, call.account, in: tx)
            try PolicyVersions.insert(version, of: policy.name, call.account, in: tx)
            try Tags.set(tags, on: policy.arn(call), in: tx)
            return CreatePolicyOutput(
                policy: policy.shape(StoredPolicy.Uses(), tags: tags.isEmpty ? nil : tags, call))
        }
    }
}
