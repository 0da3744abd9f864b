/// A namespace declaration of an XML element.
public struct XMLNamespace: Sendable, Equatable {
    public let uri: String
    /// The prefix that is bound, or nil for the default namespace.
    public let prefix: String?

    public init(_ uri: String, prefix: String? = nil) {
        self.uri = uri
        self.prefix = prefix
    }
}
