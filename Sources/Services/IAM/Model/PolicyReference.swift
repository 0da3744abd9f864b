internal import IAMInterface
internal import Kernel
internal import Store

/// A managed policy as a request names it.
struct PolicyReference: Sendable {
    let arn: ARN

    init(_ text: String) throws {
        guard let arn = ARN(text), arn.service == "iam", arn.resource.hasPrefix("policy/") else {
            throw ValidationError("Invalid ARN:  Could not be parsed!")
        }
        self.arn = arn
    }

    var name: String { IAMName.last(of: arn) }

    /// Refuses what cannot be attached.
    func requireAttachable(_ call: Kernel.Call, in tx: borrowing Transaction) throws {
        if ManagedPolicies.policy(arn) != nil { return }
        guard arn.account == call.account, try Policies.find(arn, in: tx) != nil else {
            throw NoSuchEntityException("Policy \(arn) does not exist or is not attachable.")
        }
    }

    /// The account's own policy of that ARN.
    func stored(_ call: Kernel.Call, in tx: borrowing Transaction) throws -> StoredPolicy {
        guard arn.account == call.account, let policy = try Policies.find(arn, in: tx) else {
            throw NoSuchEntityException("Policy \(arn) was not found.")
        }
        return policy
    }

    /// The same for a change, which AWS's policies do not allow.
    func changeable(
        _ operation: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> StoredPolicy {
        guard !ManagedPolicies.owns(arn) else {
            throw AccessDenied(
                "User: \(call.principal.arn) is not authorized to perform: iam:\(operation) on resource: "
                    + "policy \(arn)")
        }
        return try stored(call, in: tx)
    }

    func uses(_ call: Kernel.Call, in tx: borrowing Transaction) throws -> StoredPolicy.Uses {
        StoredPolicy.Uses(
            policies: try Attachments.count(of: arn.description, as: .policy, call.account, in: tx),
            boundaries: try Attachments.count(of: arn.description, as: .boundary, call.account, in: tx))
    }

    func missing(version: String) -> NoSuchEntityException {
        NoSuchEntityException("Policy \(arn) version \(version) does not exist or is not attachable.")
    }
}
