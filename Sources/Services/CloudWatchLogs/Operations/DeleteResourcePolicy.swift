internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Takes a policy of the account, or that of a group, away.
    func deleteResourcePolicy(_ input: DeleteResourcePolicyInput, _ call: Call) async throws -> Unit {
        let (name, resource) = try Self.place(input.policyName, input.resourceArn)
        return try await call.write { tx in
            guard let policy = try Policies.named(name, resource: resource, call.scope, in: tx) else {
                throw ResourceNotFoundException(
                    "Policy with name [\(name.isEmpty ? resource : name)] does not exist")
            }
            try Self.require(input.expectedRevisionId, of: policy)
            try Policies.remove(policy.id, in: tx)
            return Unit()
        }
    }
}
