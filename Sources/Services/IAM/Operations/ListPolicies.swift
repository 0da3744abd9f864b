internal import IAMInterface
internal import Kernel

extension IAM {
    /// Lists managed policies by name: the account's own, then AWS's as far as they are known here.
    func listPolicies(_ input: ListPoliciesInput, _ call: Call) async throws -> ListPoliciesOutput {
        let scope = input.scope ?? "All"
        let onlyAttached = input.onlyAttached ?? false
        let filter = "\(scope) \(onlyAttached) \(input.policyUsageFilter ?? "") \(input.pathPrefix ?? "")"
        let page = try Page(input.marker, input.maxItems, of: "policies \(filter)")
        let own = scope != "AWS", aws = scope != "Local"
        let found = try await call.read { tx in
            var found: [Policy] = []
            if own {
                for policy in try Policies.list(call.account, page, in: tx) {
                    let uses = try PolicyReference(policy.arn(call).description).uses(call, in: tx)
                    found.append(policy.shape(uses, call))
                }
            }
            if aws {
                for arn in ManagedPolicies.list(after: page.after, limit: page.limit + 1) {
                    guard let text = ManagedPolicies.policy(arn) else { continue }
                    let uses = try PolicyReference(arn.description).uses(call, in: tx)
                    found.append(ManagedPolicies.shape(arn, text, uses))
                }
            }
            return found.sorted { ($0.policyName ?? "") < ($1.policyName ?? "") }
        }
        let (entries, marker) = page.cut(found) { $0.policyName ?? "" }
        let shown = entries.filter { policy in
            guard policy.path?.hasPrefix(input.pathPrefix ?? "/") ?? true else { return false }
            let asPolicy = policy.attachmentCount ?? 0, asBoundary = policy.permissionsBoundaryUsageCount ?? 0
            switch input.policyUsageFilter {
            case "PermissionsPolicy": return asPolicy > 0
            case "PermissionsBoundary": return asBoundary > 0
            default: return !onlyAttached || asPolicy > 0
            }
        }
        return ListPoliciesOutput(policies: shown, isTruncated: marker != nil, marker: marker)
    }
}
