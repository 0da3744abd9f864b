internal import CloudWatchLogsInterface
internal import Kernel
internal import Policy
internal import Wire

extension CloudWatchLogs {
    /// Lets services write to log groups: by a policy of the account that bears a name, or by the one policy
    /// of a group.
    func putResourcePolicy(
        _ input: PutResourcePolicyInput, _ call: Call
    ) async throws -> PutResourcePolicyOutput {
        guard let document = input.policyDocument else {
            throw InvalidParameterException("policyDocument must be specified.")
        }
        let (name, resource) = try Self.place(input.policyName, input.resourceArn)
        do {
            _ = try PolicyDocument(
                parsing: document, kind: .resource, charactersMax: StoredPolicy.charactersMax)
        } catch {
            throw InvalidParameterException("The policy document is not valid: \(error.message)")
        }
        return try await call.write { tx in
            if !resource.isEmpty { _ = try Groups.named(Group.name(in: resource), call.scope, in: tx) }
            let old = try Policies.named(name, resource: resource, call.scope, in: tx)
            try Self.require(input.expectedRevisionId, of: old)
            if old == nil, resource.isEmpty,
                try Policies.of("", call.scope, in: tx).count >= StoredPolicy.countMax
            {
                throw LimitExceededException("Resource limit exceeded.")
            }
            let revision = old?.document == document ? old?.revision : nil
            try Policies.put(
                document, as: name, resource: resource, revision: revision ?? call.makeID(), call, in: tx)
            let policy = try Policies.named(name, resource: resource, call.scope, in: tx)
            return PutResourcePolicyOutput(
                resourcePolicy: policy.map { Self.described($0) },
                revisionId: resource.isEmpty ? nil : policy?.revision)
        }
    }

    /// The name of a policy of the account, or the ARN of the group whose policy is meant.
    static func place(_ name: String?, _ resource: String?) throws -> (name: String, resource: String) {
        switch (name, resource) {
        case (let name?, nil) where !name.isEmpty: return (name, "")
        case (nil, let resource?):
            guard let arn = ARN(resource), arn.resource.hasPrefix("log-group:") else {
                throw InvalidParameterException("\(resource) is not the ARN of a log group.")
            }
            return ("", resource.hasSuffix(":*") ? String(resource.dropLast(2)) : resource)
        default:
            throw InvalidParameterException(
                "Exactly one of policyName and resourceArn must be specified.")
        }
    }

    static func require(_ revision: String?, of policy: StoredPolicy?) throws {
        guard let revision, revision != policy?.revision else { return }
        throw OperationAbortedException("The policy is of another revision than the one that was expected.")
    }

    static func described(_ policy: StoredPolicy) -> ResourcePolicy {
        let isOfResource = !policy.resource.isEmpty
        return ResourcePolicy(
            policyName: isOfResource ? nil : policy.name, policyDocument: policy.document,
            lastUpdatedTime: Int(policy.updatedAt.milliseconds),
            policyScope: isOfResource ? "RESOURCE" : "ACCOUNT",
            resourceArn: isOfResource ? policy.resource : nil,
            revisionId: isOfResource ? policy.revision : nil)
    }
}
