internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

/// A question to policies that nobody asks in earnest: may these actions be done to these resources?
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html>
struct PolicySimulation {
    /// What both simulating operations can be asked.
    struct Question {
        let actions: [String]
        let resources: [String]
        let owner: String?
        let contextEntries: [ContextEntry]
        let marker: String?
        let maxItems: Int?
    }

    let policies: AttachedPolicies
    let principal: SimulatedPrincipal
    let question: Question

    func answer() throws -> SimulatePolicyResponse {
        let resources = question.resources.isEmpty ? ["*"] : question.resources
        let page = try Page(question.marker, question.maxItems, of: "simulation")
        let start = Int(page.after) ?? 0
        let all = question.actions.count * resources.count
        let end = min(all, start + page.limit)
        let context = context
        let results = (start..<max(start, end)).map { index in
            result(question.actions[index / resources.count], resources[index % resources.count], context)
        }
        let marker = end < all ? PageToken.encode([String(end)], for: "simulation") : nil
        return SimulatePolicyResponse(
            evaluationResults: results, isTruncated: marker != nil, marker: marker)
    }

    private var context: RequestContext {
        var values: [String: [String]] = [:]
        for entry in question.contextEntries {
            if let key = entry.contextKeyName { values[key] = entry.contextKeyValues ?? [] }
        }
        return RequestContext(values)
    }

    private func result(_ action: String, _ resource: String, _ context: RequestContext) -> EvaluationResult {
        let request = AuthorizationRequest(
            principal: principal, action: action, resource: resource, context: context,
            owner: AuthorizationRequest.ResourceOwner(account: question.owner))
        let decision = request.evaluate(policies)
        var result = EvaluationResult(
            evalActionName: action, evalDecision: Self.name(of: decision.outcome),
            evalResourceName: resource,
            matchedStatements: decision.matched.map(Self.shape),
            missingContextValues: Self.missing(policies, context))
        if policies.boundary != nil {
            let isAllowed = decision.matched.contains {
                $0.type == .permissionsBoundary && $0.effect == .allow
            }
            result.permissionsBoundaryDecisionDetail = PermissionsBoundaryDecisionDetail(
                allowedByPermissionsBoundary: isAllowed)
        }
        return result
    }

    private static func name(of outcome: Decision.Outcome) -> String {
        switch outcome {
        case .allow: "allowed"
        case .explicitDeny: "explicitDeny"
        case .implicitDeny: "implicitDeny"
        }
    }

    private static func shape(_ statement: MatchedStatement) -> StatementShape {
        StatementShape(
            sourcePolicyId: statement.policyName,
            sourcePolicyType: statement.type == .resourceBased ? "Resource Policy" : "IAM Policy")
    }

    /// Keys that the policies ask for and nobody gave; what follows from the caller is there without.
    private static func missing(_ policies: AttachedPolicies, _ context: RequestContext) -> [String] {
        let all = policies.identity + policies.resource + [policies.boundary].compactMap { $0 }
        var missing: [String] = []
        for key in all.flatMap({ $0.document.contextKeys }) {
            let isKnown = context[key] != nil || derived.contains(key.lowercased())
            if !isKnown, !missing.contains(key) { missing.append(key) }
        }
        return missing
    }

    private static let derived: Set<String> = [
        "aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username",
        "aws:resourceaccount", "aws:principalisawsservice",
    ]
}
