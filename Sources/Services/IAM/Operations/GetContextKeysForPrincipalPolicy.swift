internal import IAMInterface
internal import Kernel
internal import Policy

extension IAM {
    /// Answers the condition keys that the policies of a user, group or role ask for.
    func getContextKeysForPrincipalPolicy(
        _ input: GetContextKeysForPrincipalPolicyInput, _ call: Call
    ) async throws -> GetContextKeysForPolicyResponse {
        let source = try SimulationSource(input.policySourceArn, call)
        let given = try SimulatedPolicies(identity: input.policyInputList, boundaries: nil, resource: nil)
        let held = try await call.read { tx in try source.policies(identities, in: tx) }
        return GetContextKeysForPolicyResponse(
            contextKeyNames: Self.contextKeys(of: held.policies + given.identity))
    }
}
