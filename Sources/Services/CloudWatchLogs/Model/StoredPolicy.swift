import Kernel

/// A resource policy: which services may write to log groups.
struct StoredPolicy {
    /// Policies of an account in a region that bear names.
    static let countMax = 10
    /// Characters of a document.
    static let charactersMax = 51_200

    let id: Int64
    /// Empty for a policy of the account.
    let resource: String
    /// Empty for the policy of a resource.
    let name: String
    let document: String
    /// Changes with each change of the document.
    let revision: String
    let updatedAt: Instant
}
