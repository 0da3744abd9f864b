internal import IAMInterface
internal import Kernel
internal import Wire

extension IAM {
    /// Removes a managed policy that is attached nowhere and has one version.
    func deletePolicy(_ input: DeletePolicyInput, _ call: Call) async throws -> Unit {
        let reference = try PolicyReference(input.policyArn)
        return try await call.write { tx in
            let policy = try reference.changeable("DeletePolicy", call, in: tx)
            let uses = try reference.uses(call, in: tx)
            guard uses.policies == 0, uses.boundaries == 0 else {
                throw DeleteConflictException("Cannot delete a policy attached to entities.")
            }
            guard try PolicyVersions.all(of: policy.name, call.account, in: tx).count == 1 else {
                throw DeleteConflictException(
                    "This policy has more than one version. Before you delete a policy, you must delete the "
                        + "policy's versions. The default version is deleted with the policy.")
            }
            try Policies.remove(policy.name, call.account, in: tx)
            try Tags.removeAll(of: reference.arn, in: tx)
            return Unit()
        }
    }
}
