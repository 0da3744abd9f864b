internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lists the policies of the account, or those of groups, or the one of a group.
    func describeResourcePolicies(
        _ input: DescribeResourcePoliciesInput, _ call: Call
    ) async throws -> DescribeResourcePoliciesOutput {
        let question = "policies:\(input.policyScope ?? ""):\(input.resourceArn ?? "")"
        let start = try Self.place(input.nextToken, question).first ?? ""
        let limit = input.limit ?? 50
        return try await call.read { tx in
            if let resource = input.resourceArn {
                let (name, arn) = try Self.place(nil, resource)
                let policy = try Policies.named(name, resource: arn, call.scope, in: tx)
                return DescribeResourcePoliciesOutput(
                    resourcePolicies: policy.map { [Self.described($0)] } ?? [])
            }
            if input.policyScope == "RESOURCE" {
                let found = try Policies.ofResources(call.scope, after: start, limit: limit, in: tx)
                return DescribeResourcePoliciesOutput(
                    resourcePolicies: found.map { Self.described($0) },
                    nextToken: Self.token(found.last?.resource, found.count, limit, question))
            }
            let found = try Policies.of("", call.scope, after: start, limit: limit + 1, in: tx)
            return DescribeResourcePoliciesOutput(
                resourcePolicies: found.prefix(limit).map { Self.described($0) },
                nextToken: found.count > limit
                    ? PageToken.encode([found[limit].name], for: question) : nil)
        }
    }

    /// The token of the page behind one that ends with `last`; none behind a page that is not full.
    static func token(_ last: String?, _ count: Int, _ limit: Int, _ question: String) -> String? {
        guard let last, count == limit else { return nil }
        return PageToken.encode([last], for: question)
    }
}
