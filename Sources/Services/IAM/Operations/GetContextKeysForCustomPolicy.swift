internal import IAMInterface
internal import Kernel
internal import Policy

extension IAM {
    /// Answers the condition keys that policies ask for.
    func getContextKeysForCustomPolicy(
        _ input: GetContextKeysForCustomPolicyInput, _ call: Call
    ) async throws -> GetContextKeysForPolicyResponse {
        let given = try SimulatedPolicies(identity: input.policyInputList, boundaries: nil, resource: nil)
        return GetContextKeysForPolicyResponse(contextKeyNames: Self.contextKeys(of: given.identity))
    }

    static func contextKeys(of policies: [NamedPolicy]) -> [String] {
        var keys: [String] = []
        for key in policies.flatMap({ $0.document.contextKeys }) where !keys.contains(key) {
            keys.append(key)
        }
        return keys
    }
}
