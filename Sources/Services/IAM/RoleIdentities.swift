internal import IAMInterface
internal import Kernel
internal import Store

/// Roles as the kernel asks for them when it decides on a call.
struct RoleIdentities: Identities {
    func policies(of principal: Principal, in tx: borrowing Transaction) throws -> IdentityPolicies {
        guard case .role(let name, _) = principal.kind else { return IdentityPolicies() }
        let account = principal.account
        guard let role = try Roles.find(name, account, in: tx) else { return IdentityPolicies() }
        var texts: [(name: String, text: String)] = []
        for policy in try RolePolicies.names(role: name, account, in: tx) {
            let text = try RolePolicies.document(policy, role: name, account, in: tx)
            if let text { texts.append((policy, text)) }
        }
        for arn in try RolePolicies.attached(role: name, account, in: tx) {
            if let text = ManagedPolicies.document(arn) { texts.append((arn, text)) }
        }
        let found = try texts.map { try Documents.named($0.name, $0.text) }
        let arn = StoredRole.arn(path: role.path, name: name, account: account, region: "")
        return IdentityPolicies(policies: found, tags: try Tags.of(arn, in: tx))
    }

    func rolePrincipal(_ arn: ARN, session: String, in tx: borrowing Transaction) throws -> Principal? {
        let parts = arn.resource.split(separator: "/")
        guard arn.service == "iam", parts.first == "role", let name = parts.last.map(String.init),
            let role = try Roles.find(name, arn.account, in: tx)
        else { return nil }
        return Principal(
            kind: .role(name: name, session: session), account: arn.account,
            userID: "\(role.id):\(session)")
    }
}
