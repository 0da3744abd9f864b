internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

extension IAM {
    /// Answers what the policies of a user, group or role allow, together with those in the request.
    func simulatePrincipalPolicy(
        _ input: SimulatePrincipalPolicyInput, _ call: Call
    ) async throws -> SimulatePolicyResponse {
        if input.resourceHandlingOption != nil {
            throw NotImplemented("SimulatePrincipalPolicy with ResourceHandlingOption")
        }
        let source = try SimulationSource(input.policySourceArn, call)
        let given = try SimulatedPolicies(
            identity: input.policyInputList, boundaries: input.permissionsBoundaryPolicyInputList,
            resource: input.resourcePolicy)
        // A group asks nothing itself; without another caller one of its users is supposed.
        let standIn = "arn:aws:iam::\(call.account):user/simulation"
        let caller = input.callerArn ?? (source.holder.kind == .group ? standIn : input.policySourceArn)
        let held = try await call.read { tx in try source.policies(identities, in: tx) }
        var entries = input.contextEntries ?? []
        for (key, value) in held.tags {
            entries.append(
                ContextEntry(contextKeyName: "aws:PrincipalTag/\(key)", contextKeyValues: [value]))
        }
        let simulation = PolicySimulation(
            policies: AttachedPolicies(
                identity: held.policies + given.identity, resource: given.resource,
                boundary: given.boundary ?? held.boundary),
            principal: try SimulatedPolicies.principal(caller),
            question: PolicySimulation.Question(
                actions: input.actionNames, resources: input.resourceArns ?? [],
                owner: input.resourceOwner.flatMap { ARN($0)?.account }, contextEntries: entries,
                marker: input.marker, maxItems: input.maxItems))
        return try simulation.answer()
    }
}
