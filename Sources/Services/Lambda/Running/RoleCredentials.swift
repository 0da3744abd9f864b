internal import Kernel
internal import LambdaInterface
internal import Store
internal import Synchronization

/// Temporary credentials of functions' roles, made when a worker needs them and shared while they are fresh.
final class RoleCredentials: Sendable {
    struct Secrets: Sendable {
        let accessKeyID: String
        let secretAccessKey: String
        let sessionToken: String
        let expiresAt: Instant

        var environment: [String: String] {
            [
                "AWS_ACCESS_KEY_ID": accessKeyID, "AWS_SECRET_ACCESS_KEY": secretAccessKey,
                "AWS_SESSION_TOKEN": sessionToken,
            ]
        }
    }

    private struct Key: Hashable {
        let role: String
        let identity: String
    }

    /// Secrets remembered; beyond that the cache starts anew.
    static let knownMax = 4096

    private let kernel: Kernel
    private let known = Mutex<[Key: Secrets]>([:])

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    func of(_ role: String, _ scope: Scope, session: String) async throws -> Secrets {
        let kernel = kernel
        let principal = try await kernel.store.read { tx in
            try RolePrincipal.of(role, session: session, scope, kernel, in: tx)
        }
        // A role that was made anew under the same name is another one.
        let key = Key(role: role, identity: principal.userID)
        let now = kernel.time.now
        // A worker must not outlive what it was given.
        if let secrets = known.withLock({ $0[key] }),
            secrets.expiresAt - now > Limits.workerAgeMax + .seconds(900)
        {
            return secrets
        }
        let credential = Credential.temporary(
            of: principal, until: now + Limits.credentialLife, kernel.entropy)
        let made = Secrets(
            accessKeyID: credential.accessKeyID, secretAccessKey: credential.secretAccessKey,
            sessionToken: credential.sessionToken ?? "", expiresAt: now + Limits.credentialLife)
        try await kernel.store.write(label: "lambda.credentials") { tx in
            try kernel.credentials.insert(credential, in: tx)
            // Kept for a day, so that their use is refused as expired, not as unknown.
            try kernel.credentials.removeExpired(before: now - .seconds(86_400), in: tx)
        }
        known.withLock { known in
            if known.count >= Self.knownMax { known = [:] }
            known[key] = made
        }
        return made
    }
}

/// The role of a function as the principal of what it does.
enum RolePrincipal {
    /// Refuses a role that is not there or does not trust Lambda, where that is checked at all.
    static func require(
        _ role: String, of function: String?, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard call.kernel.settings.authentication == .enforce else { return }
        let authoriser = call.kernel.authoriser
        if let arn = ARN(role), let found = try authoriser.role(arn, in: tx),
            try authoriser.trusts(
                found, service: "lambda.amazonaws.com", for: function.flatMap { ARN($0) }, at: call.now,
                in: tx)
        {
            return
        }
        throw InvalidParameterValueException(
            "The role defined for the function cannot be assumed by Lambda.", type: "User")
    }

    static func of(
        _ role: String, session: String, _ scope: Scope, _ kernel: Kernel, in tx: borrowing Transaction
    ) throws -> Principal {
        if let arn = ARN(role), let found = try kernel.authoriser.rolePrincipal(arn, session: session, in: tx)
        {
            return found
        }
        // Without authentication a role need not exist; with it, one that does not may do nothing.
        let name = role.split(separator: "/").last.map(String.init) ?? "role"
        return Principal(
            kind: .role(name: name, session: session), account: scope.account, issuerARN: role,
            userID: "AROAAPUS00000000:\(session)")
    }
}
