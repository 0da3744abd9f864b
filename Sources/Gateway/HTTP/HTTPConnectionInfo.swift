/// What a request's connection is; one object is shared by all its requests.
public final class HTTPConnectionInfo: Sendable {
    /// The client's IP address; empty on a Unix-domain socket.
    public let peer: String
    /// The port that the client connected to; 0 on a Unix-domain socket.
    public let localPort: Int
    /// Whether the connection is encrypted.
    public let isTLS: Bool

    /// A connection's description.
    public init(peer: String, localPort: Int, isTLS: Bool) {
        self.peer = peer
        self.localPort = localPort
        self.isTLS = isTLS
    }

    /// For requests that come by no socket.
    public static let local = HTTPConnectionInfo(peer: "127.0.0.1", localPort: 0, isTLS: false)
}
