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

    private let identities = Mutex<(any Identities)?>(nil)
    private let documents = Mutex<[String: PolicyDocument]>([:])

    init() {}

    /// Says where policies of principals come from; called by IAM when it is made.
    public func use(_ source: any Identities) {
        identities.withLock { $0 = source }
    }

    /// The role that an ARN names, as a session of a service that acts in it.
    public func rolePrincipal(
        _ arn: ARN, session: String, in tx: borrowing Transaction
    ) throws -> Principal? {
        try role(arn, in: tx)?.principal(session: session)
    }

    /// The role that an ARN names.
    public func role(_ arn: ARN, in tx: borrowing Transaction) throws -> AssumableRole? {
        try identities.withLock { $0 }?.role(arn, in: tx)
    }

    /// The document of a managed policy.
    public func managedPolicy(_ arn: ARN, in tx: borrowing Transaction) throws -> String? {
        try identities.withLock { $0 }?.managedPolicy(arn, in: tx)
    }

    /// Whether a role trusts a service to act as it, on behalf of the resource `source` if there is one.
    public func trusts(
        _ role: AssumableRole, service: String, for source: ARN? = nil, at now: Instant,
        in tx: borrowing Transaction
    ) throws -> Bool {
        var context = [
            "aws:CurrentTime": [now.timestamp.text(.iso8601)],
            "aws:SourceAccount": [role.arn.account],
        ]
        if let source {
            context["aws:SourceArn"] = [source.description]
            // A bucket's ARN names no account.
            if !source.account.isEmpty { context["aws:SourceAccount"] = [source.account] }
        }
        let question = Question(
            principal: Principal(kind: .service(name: service), account: role.arn.account),
            action: "sts:AssumeRole", resource: role.arn.description,
            context: context)
        do {
            try check(question, trust: role.trust, in: tx)
            return true
        } catch is CommonFailure {
            return false
        }
    }

    /// A question to the policies, put together from a call.
    struct Question {
        let principal: Principal
        let action: String
        let resource: String
        var context: [String: [String]]
    }

    /// What policies are attached to a principal, to its groups or to its role.
    public func policies(
        of principal: Principal, in tx: borrowing Transaction
    ) throws -> IdentityPolicies {
        try identities.withLock { $0 }?.policies(of: principal, in: tx) ?? IdentityPolicies()
    }

    /// Throws AWS's text for a denial; answers nothing when the call may pass.
    func check(
        _ question: Question, resourcePolicy: String?, in tx: borrowing Transaction
    ) throws {
        let policy = try resourcePolicy.map {
            NamedPolicy(name: question.resource, document: try document($0, kind: .resource))
        }
        try check(question, policy, in: tx)
    }

    /// Why a question is denied: AWS's text, and the statement that decides; nil when it is allowed.
    func denial(
        of question: Question, resourcePolicy: String?, in tx: borrowing Transaction
    ) throws -> (text: String, statement: String)? {
        let policy = try resourcePolicy.map {
            NamedPolicy(name: question.resource, document: try document($0, kind: .resource))
        }
        return try denial(of: question, policy, in: tx)
    }

    /// The same of acting as a role, which its trust policy must allow.
    func check(_ question: Question, trust: String, in tx: borrowing Transaction) throws {
        let policy = NamedPolicy(name: question.resource, document: try document(trust, kind: .trust))
        try check(question, policy, in: tx)
    }

    private func check(
        _ question: Question, _ resourcePolicy: NamedPolicy?, in tx: borrowing Transaction
    ) throws {
        guard let denial = try denial(of: question, resourcePolicy, in: tx) else { return }
        throw CommonFailure.accessDenied(denial.text)
    }

    private func denial(
        of question: Question, _ resourcePolicy: NamedPolicy?, in tx: borrowing Transaction
    ) throws -> (text: String, statement: String)? {
        let own = try policies(of: question.principal, in: tx)
        var context = question.context
        for (key, value) in own.tags.merging(
            question.principal.tags, uniquingKeysWith: { _, session in session })
        {
            context["aws:PrincipalTag/\(key)"] = [value]
        }
        let request = AuthorizationRequest(
            principal: question.principal.forPolicies, action: question.action, resource: question.resource,
            context: RequestContext(context))
        var policies = AttachedPolicies()
        policies.identity = own.policies
        policies.boundary = own.boundary
        policies.session = try question.principal.sessionPolicies.map {
            NamedPolicy(name: "session", document: try document($0, kind: .session))
        }
        if let resourcePolicy { policies.resource = [resourcePolicy] }
        let decision = request.evaluate(policies)
        guard !decision.isAllowed else { return nil }
        let text = decision.deniedText(for: request, namingPolicy: true) ?? "The request is not allowed."
        return (text, decision.decidingText)
    }

    /// A document compiled once, however often it is asked.
    public func document(_ text: String, kind: PolicyKind) throws -> PolicyDocument {
        let key = "\(kind):\(text)"
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

extension Principal {
    /// The principal in terms of policy evaluation.
    var forPolicies: Policy.Principal {
        switch kind {
        case .root: .root(account: account)
        case .user: .user(account: account, arn: arn)
        case .role(let name, _):
            .assumedRole(
                account: account, arn: arn, role: issuerARN ?? "arn:aws:iam::\(account):role/\(name)")
        case .federated: .federatedUser(account: account, arn: arn, user: issuerARN ?? arn)
        case .service(let name): .service(name)
        case .anonymous: .anonymous
        }
    }
}
