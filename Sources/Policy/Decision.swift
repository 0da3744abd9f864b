/// The answer of the policies to a request, and why.
public struct Decision: Sendable, Hashable {
    /// The three answers; only `allow` lets the request pass.
    public enum Outcome: Sendable, Hashable {
        case allow
        /// A statement denies the request.
        case explicitDeny
        /// Nothing denies the request, but something needed does not allow it.
        case implicitDeny
    }

    /// What decided.
    public enum Reason: Sendable, Hashable {
        /// The statement allows the request, and nothing that limits it stands against.
        case allowed(by: MatchedStatement)
        /// The caller is the root user of the account that owns the resource.
        case rootUser
        /// The statement denies the request.
        case denied(by: MatchedStatement)
        /// No policy of this type allows the request, and one had to.
        case nothingAllows(PolicyType)
    }

    /// What decided.
    public let reason: Reason
    /// All statements that covered the request, of every policy, in the order of evaluation: service control,
    /// resource, identity, boundary, session.
    public let matched: [MatchedStatement]

    /// The answer.
    public var outcome: Outcome {
        switch reason {
        case .allowed, .rootUser: .allow
        case .denied: .explicitDeny
        case .nothingAllows: .implicitDeny
        }
    }

    /// Whether the request may pass.
    public var isAllowed: Bool { outcome == .allow }

    /// The text of AWS's access-denied error for this decision, nil when it allows.
    ///
    /// `namingPolicy` adds the ARN of the policy that denies explicitly, as AWS does towards callers of the
    /// same account or organization. "Troubleshoot access denied error messages"
    /// (`troubleshoot_access-denied.html`).
    public func deniedText(for request: AuthorizationRequest, namingPolicy: Bool = false) -> String? {
        let why: String
        switch reason {
        case .allowed, .rootUser: return nil
        case .denied(let statement):
            let arn = namingPolicy ? statement.policyARN.map { ": \($0)" } : nil
            why = "with an explicit deny in \(statement.type.nameWithArticle)\(arn ?? "")"
        case .nothingAllows(let type):
            why = "because no \(type.name) allows the \(request.action) action"
        }
        let resource = request.resource.isEmpty ? "" : " on resource: \(request.resource)"
        return
            "User: \(request.principal.arn) is not authorized to perform: \(request.action)\(resource) \(why)"
    }
}

extension Decision {
    /// The statement, or the lack of one, that decided, for people.
    public var decidingText: String {
        switch reason {
        case .allowed(let statement): statement.text
        case .rootUser: "the root user of the account may"
        case .denied(let statement): statement.text
        case .nothingAllows(let type): "no statement of \(type.nameWithArticle) allows it"
        }
    }
}

extension MatchedStatement {
    /// Where the statement stands, for people.
    var text: String {
        let place = sid.map { "statement \"\($0)\"" } ?? "statement \(index + 1)"
        return
            "\(place) of \(type.nameWithArticle) (\(policyARN ?? policyName)), which \(effect == .deny ? "denies" : "allows")"
    }
}
