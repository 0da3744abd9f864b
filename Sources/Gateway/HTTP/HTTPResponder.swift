/// Answers requests.
public protocol HTTPResponder: Sendable {
    /// Called on the connection's event loop with each request; must not block. The answer goes to `reply`,
    /// at once or later, from any thread.
    func respond(to request: HTTPRequest, reply: HTTPReply)

    /// Whether the body of the request with this head shall be streamed instead of buffered. Called on the
    /// connection's event loop, only for requests with a body; must not block.
    func wantsStream(_ head: HTTPRequestHead) -> Bool

    /// The answer to a request that the codec refuses; the connection is closed behind it.
    /// - Parameter head: the request's head, nil when the head itself was refused.
    func response(to refusal: HTTPRefusal, head: HTTPRequestHead?) -> HTTPResponse
}

extension HTTPResponder {
    /// No body is streamed.
    public func wantsStream(_ head: HTTPRequestHead) -> Bool { false }

    /// The refusal's status without a body.
    public func response(to refusal: HTTPRefusal, head: HTTPRequestHead?) -> HTTPResponse {
        HTTPResponse(status: refusal.status)
    }
}
