/// One HTTP response.
///
/// The codec writes `Content-Length`, `Transfer-Encoding`, `Connection` and `Keep-Alive` itself. Given by
/// the caller they have these meanings only: `Content-Length` in an answer to `HEAD`, or with status 304,
/// is sent if the body is empty; `Connection: close` closes the connection behind the response. Otherwise
/// they are left out.
public struct HTTPResponse: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        /// A body in memory, sent in one write together with the head.
        case bytes([UInt8])
        /// A body made while it is sent; chunked if `length` is nil (until the connection's end for
        /// HTTP/1.0 clients).
        ///
        /// `produce` runs in a task of its own when it is the response's turn, is cancelled when the
        /// connection is lost, and returns the trailers. If it throws, or writes fewer than `length` bytes,
        /// the connection is cut.
        case stream(length: Int?, produce: @Sendable (HTTPBodyWriter) async throws -> HTTPHeaders)
        /// Part of a file, read while it is sent; `range` is in bytes.
        case file(HTTPFile, range: Range<Int>)
    }

    /// The status, 200 to 599; anything else is sent as 500.
    public var status: Int
    /// The header fields.
    public var headers: HTTPHeaders
    /// What follows the head; not sent in answers to `HEAD` and with status 204, 205 and 304.
    public var body: Body

    /// A response.
    public init(status: Int, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
