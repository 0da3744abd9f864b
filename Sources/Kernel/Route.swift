public import Wire

/// Requests that belong to a service without being calls of its API: an API's own URL, a worker's, a
/// certificate's.
public struct Route: Sendable {
    public enum Match: Sendable {
        /// Paths that begin with the text.
        case path(prefix: String)
        /// Paths that begin with one text and have another one behind it, where the first alone belongs to
        /// an API.
        case pathWith(prefix: String, part: String)
        /// Hosts (in lower case, without port) that the service recognises, for example
        /// `abc.execute-api.localhost`.
        case host(@Sendable (String) -> Bool)
    }

    public let match: Match
    /// Whether bodies arrive as streams instead of whole.
    public let streams: Bool
    public let respond: @Sendable (RouteRequest, Kernel) async throws -> ResponseParts

    public init(
        _ match: Match, streams: Bool = false,
        respond: @escaping @Sendable (RouteRequest, Kernel) async throws -> ResponseParts
    ) {
        self.match = match
        self.streams = streams
        self.respond = respond
    }
}

/// An HTTP request as a route sees it.
public struct RouteRequest: Sendable {
    public let method: String
    /// Still percent-encoded, without the query.
    public let path: String
    /// In lower case, without port.
    public let host: String
    /// Query, header fields and body.
    public let parts: RequestParts
    /// How the caller reached the server: scheme, host and port.
    public let endpoint: String
    public let sourceIP: String
    public let requestID: String
    /// Who signed the request for a service of that name; nil for a request without signature. Throws the
    /// failure of a signature that does not hold.
    public let identify: @Sendable (_ signingName: String) async throws -> Principal?

    public init(
        method: String, path: String, host: String, parts: RequestParts, endpoint: String,
        sourceIP: String, requestID: String,
        identify: @escaping @Sendable (_ signingName: String) async throws -> Principal? = { _ in nil }
    ) {
        self.method = method
        self.path = path
        self.host = host
        self.parts = parts
        self.endpoint = endpoint
        self.sourceIP = sourceIP
        self.requestID = requestID
        self.identify = identify
    }

    /// The first header field of that name, in any case.
    public func header(_ name: String) -> String? {
        parts.headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
