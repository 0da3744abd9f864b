internal import Kernel
internal import Store

/// Users, groups and roles as the kernel asks for them when it decides on a call.
struct StoredIdentities: Identities {
    let kernel: Kernel

    private var held: HeldPolicies { HeldPolicies(identities: self) }

    func policies(
        of principal: Principal, in tx: borrowing Transaction
    ) throws -> IdentityPolicies {
        let account = principal.account
        switch principal.kind {
        case .role(let name, _):
            // A session of a role that was deleted may do nothing, even where a new one has its name.
            guard let role = try Roles.find(name, account, in: tx),
                principal.userID.hasPrefix("\(role.id):")
            else { return IdentityPolicies() }
            let arn = StoredRole.arn(path: role.path, name: name, account: account, region: "")
            return try policies(.role(name, account), groups: [], tagged: arn, in: tx)
        case .user(let name):
            guard let user = try Users.find(name, account, in: tx), user.id == principal.userID,
                let arn = ARN(principal.arn)
            else { return IdentityPolicies() }
            let groups = try Memberships.groups(of: name, account, in: tx)
            return try policies(
                .user(name, account), groups: groups.map { .group($0, account) }, tagged: arn, in: tx)
        default: return IdentityPolicies()
        }
    }

    func policies(
        _ holder: Holder, groups: [Holder], tagged arn: ARN, in tx: borrowing Transaction
    ) throws -> IdentityPolicies {
        var found = IdentityPolicies(tags: try Tags.of(arn, in: tx))
        // Every user's and role's own, then those of the groups.
        for one in [holder] + groups { try held.add(policiesOf: one, to: &found, in: tx) }
        if let boundary = try Attachments.boundary(of: holder, in: tx) {
            try held.set(boundary: boundary, of: &found, in: tx)
        }
        return found
    }

    func role(_ arn: ARN, in tx: borrowing Transaction) throws -> AssumableRole? {
        guard arn.service == "iam", arn.resource.hasPrefix("role/"),
            let role = try Roles.find(IAMName.last(of: arn), arn.account, in: tx),
            arn.resource == "role\(role.path)\(role.name)"
        else { return nil }
        return AssumableRole(
            arn: arn, name: role.name, id: role.id, trust: role.trust,
            sessionMax: .seconds(role.sessionSeconds))
    }

    func managedPolicy(_ arn: ARN, in tx: borrowing Transaction) throws -> String? {
        if let known = ManagedPolicies.policy(arn) { return known.document }
        guard let policy = try Policies.find(arn, in: tx) else { return nil }
        return try PolicyVersions.find(
            policy.defaultVersion, of: policy.name, arn.account, in: tx)?.document
    }
}
