public import Policy
public import Store
internal import Synchronization
internal import Wire

/// Decides whether a principal may do what it asks, by the policies of IAM.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
public final class Authoriser: Sendable {
    /// Compiled documents kept in memory; beyond that the cache starts anew.
    static let documentCacheMax = 4096

    private struct Text: Hashable {
        let kind: PolicyKind
        let text: String
    }

    private let identities = Mutex<(any Identities)?>(nil)
    private let documents = Mutex<[Text: PolicyDocument]>([:])

    init() {}

    /// Says where policies of principals come from; called by IAM when it is made.
    public func use(_ source: any Identities) {
        identities.withLock { $0 = source }
    }

    /// The role that an ARN names, as a session of a service that acts in it.
    public func rolePrincipal(
        _ arn: ARN, session: String, in tx: borrowing Transaction
    ) throws -> Principal? {
        guard let source = identities.withLock({ $0 }) else { return nil }
        return try source.rolePrincipal(arn, session: session, in: tx)
    }

    /// The role that an ARN names; nil when there is none.
    public func assumableRole(_ arn: ARN, in tx: borrowing Transaction) throws -> AssumableRole? {
        try identities.withLock { $0 }?.role(arn, in: tx)
    }

    /// The document of a managed policy as JSON; nil when there is none.
    public func managedPolicy(_ arn: ARN, in tx: borrowing Transaction) throws -> String? {
        try identities.withLock { $0 }?.managedPolicy(arn, in: tx)
    }

    /// A question to the policies, put together from a call.
    struct Question: Sendable {
        let principal: Principal
        let action: String
        var resource: String
        var context: [String: [String]]
        var tags: RequestTags?
        /// The resource's ARN, nil for `*`.
        var arn: ARN?
        /// The account that owns a resource whose ARN names none.
        var owner: String?
        var resourcePolicy: String?

        init(
            principal: Principal, action: String, resource: String, context: [String: [String]],
            tags: RequestTags? = nil
        ) {
            self.principal = principal
            self.action = action
            self.resource = resource
            self.context = context
            self.tags = tags
        }

        /// Whether the resource's policy is the trust policy of a role that is to be assumed.
        var isAssumption: Bool { arn?.service == "iam" && action.hasPrefix("sts:") }
    }

    /// Throws AWS's text for a denial; answers nothing when the call may pass.
    func check(_ question: Question, in tx: borrowing Transaction) throws {
        let policies = try policies(for: question, in: tx)
        let context = try context(of: question, for: policies.attached, tags: policies.tags, in: tx)
        let request = AuthorizationRequest(
            principal: question.principal.forPolicies, action: question.action, resource: question.resource,
            context: RequestContext(context), owner: .init(account: question.owner))
        let decision = request.evaluate(policies.attached)
        guard !decision.isAllowed else { return }
        throw CommonFailure.accessDenied(
            decision.deniedText(for: request, namingPolicy: true) ?? "The request is not allowed.")
    }

    private func policies(
        for question: Question, in tx: borrowing Transaction
    ) throws -> (attached: AttachedPolicies, tags: [String: String]) {
        let principal = question.principal
        var own = IdentityPolicies()
        if principal.hasIdentityPolicies, let source = identities.withLock({ $0 }) {
            own = try source.policies(of: principal, in: tx)
        }
        var policies = AttachedPolicies(identity: own.policies, boundary: own.boundary)
        policies.session = try principal.sessionPolicies.map {
            NamedPolicy(name: "session", document: try document($0, kind: .session))
        }
        if let text = question.resourcePolicy {
            let kind = question.isAssumption ? PolicyKind.trust : .resource
            policies.resource = [NamedPolicy(name: question.resource, document: try document(text, kind: kind))]
        }
        return (policies, own.tags)
    }

    /// The question's condition keys, with those that cost something only when a policy uses them.
    private func context(
        of question: Question, for policies: AttachedPolicies, tags: [String: String],
        in tx: borrowing Transaction
    ) throws -> [String: [String]] {
        var context = question.context
        for (key, value) in tags { context["aws:PrincipalTag/\(key)"] = [value] }
        for (key, value) in question.principal.tags { context["aws:PrincipalTag/\(key)"] = [value] }
        if let arn = question.arn, policies.usesKeys(of: "aws:resourcetag/") {
            for (key, value) in try Tags.of(arn, in: tx) { context["aws:ResourceTag/\(key)"] = [value] }
        }
        if let tags = question.tags, policies.usesKeys(of: "aws:requesttag/", "aws:tagkeys") {
            tags.add(to: &context)
        }
        return context
    }

    /// A document compiled once, however often it is asked.
    public func document(_ text: String, kind: PolicyKind) throws -> PolicyDocument {
        let key = Text(kind: kind, text: text)
        if let known = documents.withLock({ $0[key] }) { return known }
        // Stored documents were checked against the limit of their own service when they were attached.
        let document = try PolicyDocument(parsing: text, kind: kind, charactersMax: .max)
        documents.withLock { documents in
            if documents.count >= Self.documentCacheMax { documents = [:] }
            documents[key] = document
        }
        return document
    }
}

extension AttachedPolicies {
    /// Whether any document tests a condition key that begins with one of the prefixes, in lower case.
    func usesKeys(of prefixes: String...) -> Bool {
        for policies in [identity, resource, session, boundary.map { [$0] } ?? []] {
            for policy in policies {
                for key in policy.document.contextKeys {
                    let key = key.lowercased()
                    if prefixes.contains(where: { key.hasPrefix($0) }) { return true }
                }
            }
        }
        return false
    }
}

extension Principal {
    /// Whether IAM may hold policies of the principal.
    var hasIdentityPolicies: Bool {
        switch kind {
        case .user, .role, .federated: true
        case .root, .service, .anonymous: false
        }
    }

    /// The principal in terms of policy evaluation.
    var forPolicies: Policy.Principal {
        var principal: Policy.Principal
        switch kind {
        case .root: return .root(account: account)
        case .user: principal = .user(account: account, arn: arn)
        case .role(let name, _):
            principal = .assumedRole(
                account: account, arn: arn, role: issuerARN ?? "arn:aws:iam::\(account):role/\(name)")
        case .federated: return .federatedUser(account: account, arn: arn, user: issuerARN ?? arn)
        case .service(let name): return .service(name)
        case .anonymous: return .anonymous
        }
        principal.uniqueID = userID.split(separator: ":").first.map(String.init)
        return principal
    }
}
