internal import IAMInterface
internal import Kernel

extension IAM {
    /// Answers a managed policy, without its document.
    func getPolicy(_ input: GetPolicyInput, _ call: Call) async throws -> GetPolicyOutput {
        let reference = try PolicyReference(input.policyArn)
        return try await call.read { tx in
            let uses = try reference.uses(call, in: tx)
            if let known = ManagedPolicies.policy(reference.arn) {
                return GetPolicyOutput(policy: ManagedPolicies.shape(reference.arn, known, uses))
            }
            let policy = try reference.stored(call, in: tx)
            return GetPolicyOutput(
                policy: policy.shape(uses, tags: try Tags.of(reference.arn, in: tx), call))
        }
    }
}
