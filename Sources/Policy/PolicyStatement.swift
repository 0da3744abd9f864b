/// One statement of a policy document, as written.
public struct PolicyStatement: Sendable, Hashable {
    /// The `Sid`, nil when the statement has none.
    public let sid: String?
    /// The position in the document, from 0.
    public let index: Int
    /// `Allow` or `Deny`.
    public let effect: PolicyEffect
    /// The actions as written.
    public let actions: [String]
    /// Whether `actions` are those of `NotAction`.
    public let excludesActions: Bool
    /// The resources as written; nil when the statement has neither `Resource` nor `NotResource`.
    public let resources: [String]?
    /// Whether `resources` are those of `NotResource`.
    public let excludesResources: Bool
    /// The principals; empty in policies that name none.
    public let principals: [PolicyPrincipal]
    /// Whether `principals` are those of `NotPrincipal`.
    public let excludesPrincipals: Bool
}
