/// The condition keys of a request and their values; keys do not distinguish case.
///
/// "AWS global condition context keys" in the IAM user guide (`reference_policies_condition-keys.html`).
/// Keys that follow from the principal (`aws:PrincipalArn`, `aws:username`, ...) need not be given: see
/// `AuthorizationRequest`.
public struct RequestContext: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// By keys in lower case.
    private var values: [String: [String]] = [:]

    /// A context with the given keys; of keys that differ only in case one survives.
    public init(_ values: [String: [String]] = [:]) {
        self.values.reserveCapacity(values.count)
        for (key, value) in values { self.values[key.lowercased()] = value }
    }

    /// A context written out, each key with its values.
    public init(dictionaryLiteral elements: (String, [String])...) {
        for (key, value) in elements { values[key.lowercased()] = value }
    }

    /// The values of a key, nil when the request does not have it.
    public subscript(key: String) -> [String]? {
        get { values[key.lowercased()] }
        set { values[key.lowercased()] = newValue }
    }

    func values(ofLowercased key: String) -> [String]? { values[key] }
}
