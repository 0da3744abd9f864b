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
        guard let source = identities.withLock({ $0 }) else { return nil }
        return try source.rolePrincipal(arn, session: session, in: tx)
    }

    /// A question to the policies, put together from a call.
    struct Question {
        let principal: Principal
        let action: String
        let resource: String
        var context: [String: [String]]
    }

    /// Throws AWS's text for a denial; answers nothing when the call may pass.
    func check(
        _ question: Question, resourcePolicy: String?, in tx: borrowing Transaction
    ) throws {
        let own =
            try identities.withLock({ $0 })?.policies(of: question.principal, in: tx) ?? IdentityPolicies()
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
        if let resourcePolicy {
            policies.resource = [
                NamedPolicy(name: question.resource, document: try document(resourcePolicy, kind: .resource))
            ]
        }
        let decision = request.evaluate(policies)
        guard !decision.isAllowed else { return }
        throw CommonFailure.accessDenied(
            decision.deniedText(for: request, namingPolicy: true) ?? "The request is not allowed.")
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
