internal import IAMInterface
internal import Kernel
internal import Policy
internal import Store

/// A user, group or role whose policies are looked at from outside a call.
struct SimulationSource: Sendable {
    let arn: ARN
    let holder: Holder

    init(_ text: String, _ call: Kernel.Call) throws {
        guard let arn = ARN(text), arn.service == "iam", arn.account == call.account,
            let kind = Holder.Kind(rawValue: arn.resource.split(separator: "/").first.map(String.init) ?? "")
        else { throw InvalidInputException("Invalid Entity Arn: \(text)") }
        self.arn = arn
        holder = Holder(kind: kind, name: IAMName.last(of: arn), account: arn.account)
    }

    /// What the holder is given by its own policies and those of its groups.
    func policies(
        _ identities: StoredIdentities, in tx: borrowing Transaction
    ) throws -> IdentityPolicies {
        try Holding.require(holder, in: tx)
        var groups: [Holder] = []
        if holder.kind == .user {
            for name in try Memberships.groups(of: holder.name, holder.account, in: tx) {
                groups.append(.group(name, holder.account))
            }
        }
        return try identities.policies(holder, groups: groups, tagged: arn, in: tx)
    }
}
