internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

extension IAM {
    /// Answers what policies that are given in the request would allow.
    func simulateCustomPolicy(
        _ input: SimulateCustomPolicyInput, _ call: Call
    ) async throws -> SimulatePolicyResponse {
        if input.resourceHandlingOption != nil {
            throw NotImplemented("SimulateCustomPolicy with ResourceHandlingOption")
        }
        let given = try SimulatedPolicies(
            identity: input.policyInputList, boundaries: input.permissionsBoundaryPolicyInputList,
            resource: input.resourcePolicy)
        let caller = input.callerArn ?? "arn:aws:iam::\(call.account):user/simulation"
        let simulation = PolicySimulation(
            policies: AttachedPolicies(
                identity: given.identity, resource: given.resource, boundary: given.boundary),
            principal: try SimulatedPolicies.principal(caller),
            question: PolicySimulation.Question(
                actions: input.actionNames, resources: input.resourceArns ?? [],
                owner: input.resourceOwner.flatMap { ARN($0)?.account },
                contextEntries: input.contextEntries ?? [], marker: input.marker, maxItems: input.maxItems))
        return try simulation.answer()
    }
}
