internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Replaces the policy of a registry, if it is still the one that the caller knows.
    func putResourcePolicy(
        _ input: PutResourcePolicyInput, _ call: Call
    ) async throws -> PutResourcePolicyOutput {
        let name = try Self.required(input.registryName)
        let policy = input.policy
        try ResourcePolicy.check(policy)
        let revision = call.makeID()
        try await call.write { tx in
            let registry = try Self.ownRegistry(name, call, in: tx)
            if let known = input.revisionId, known != registry.revision {
                throw PreconditionFailedException(
                    "RevisionId \(known) is not that of the policy.", codeMember: "PreconditionFailed")
            }
            try Registries.set(policy: policy, revision: revision, of: registry.id, in: tx)
        }
        return PutResourcePolicyOutput(policy: policy, revisionId: revision)
    }
}
