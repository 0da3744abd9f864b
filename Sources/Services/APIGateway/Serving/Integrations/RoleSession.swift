internal import Kernel
internal import Store

/// Acts as a role that was given to an API.
enum RoleSession {
    /// A session of the role, which must trust API Gateway where trust is asked for.
    static func principal(_ credentials: String, _ kernel: Kernel) async throws -> Principal {
        let now = kernel.time.now
        guard let arn = ARN(credentials) else { throw refusal(credentials) }
        let found: Principal? = try await kernel.store.read { tx in
            let isOpen = kernel.settings.authentication == .open
            guard let role = try kernel.authoriser.role(arn, in: tx) else {
                // An open server takes roles at their word.
                return isOpen
                    ? Principal(kind: .service(name: "apigateway.amazonaws.com"), account: arn.account) : nil
            }
            let isTrusted =
                try isOpen
                || kernel.authoriser.trusts(role, service: "apigateway.amazonaws.com", at: now, in: tx)
            return isTrusted ? role.principal(session: "BackplaneAssumeRoleSession") : nil
        }
        guard let found else { throw refusal(credentials) }
        return found
    }

    private static func refusal(_ credentials: String) -> Refusal {
        Refusal.misconfigured("the role \(credentials) cannot be assumed")
    }
}
