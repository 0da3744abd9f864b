/// A request that a client is to send.
public struct OutgoingRequest: Sendable {
    public var method: String
    /// The path, percent-encoded; the query stands in `parts`.
    public var path: String
    /// What the host of the endpoint is prefixed with; empty for most operations.
    public var hostPrefix: String
    public var parts: RequestParts
}
