/// One HTTP request.
public struct HTTPRequest: Sendable {
    /// Method, target and header fields.
    public let head: HTTPRequestHead
    /// What follows the head.
    public let body: HTTPBody
    /// The fields behind a buffered chunked body; a streamed body's reader has its own.
    public let trailers: HTTPHeaders
    /// The connection that the request came by.
    public let connection: HTTPConnectionInfo

    /// A request in memory, as tests and callers within the process make it.
    public init(
        head: HTTPRequestHead, body: HTTPBody = .bytes([]), trailers: HTTPHeaders = [:],
        connection: HTTPConnectionInfo = .local
    ) {
        self.head = head
        self.body = body
        self.trailers = trailers
        self.connection = connection
    }

    /// The method as sent; methods are case-sensitive.
    public var method: String { head.method }
    /// The request target as sent.
    public var target: String { head.target }
    /// The path of the target, still percent-encoded, without the query.
    public var path: String { head.path }
    /// What follows the first `?` of the target, still percent-encoded; nil without a `?`.
    public var query: String? { head.query }
    /// The host that the request is for, as sent, with the port if one was sent.
    public var authority: String? { head.authority }
    /// The header fields.
    public var headers: HTTPHeaders { head.headers }
    /// The client's IP address.
    public var peer: String { connection.peer }
    /// The port that the client connected to; 0 on a Unix-domain socket.
    public var localPort: Int { connection.localPort }
    /// Whether the connection is encrypted.
    public var isTLS: Bool { connection.isTLS }
}
