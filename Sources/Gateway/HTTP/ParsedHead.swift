/// A request head and what it says about the connection.
struct ParsedHead {
    /// Where the body ends.
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    var head: HTTPRequestHead
    var framing: Framing
    /// The client wants the connection kept.
    var keepAlive: Bool
    /// HTTP/1.0: no chunked answers, no interim answers.
    var isVersion10: Bool
    /// The client waits for `100 Continue` before it sends the body.
    var expectsContinue: Bool
    var isHead: Bool
}
