/// `${key}` or `${key, 'default'}`: "Policy variables" in the IAM user guide
/// (`reference_policies_variables.html`).
struct PolicyVariable: Sendable, Hashable {
    /// The condition key in lower case.
    let key: String
    /// The condition key as written.
    let spelling: String
    /// What stands for the value when the request has none.
    let fallback: [UInt8]?
}
