public import Wire

/// Opens listeners beside the server's own, for programs that the server starts.
public protocol ListenerPort: Sendable {
    /// Listens for HTTP on a free port of 127.0.0.1.
    ///
    /// The handler is called on an event loop and must not block; it answers at once or later, from any
    /// thread.
    func listen(
        bodySizeMax: Int, _ handler: @escaping @Sendable (LocalRequest, LocalReply) -> Void
    ) async throws -> any LocalListener
}

/// An open listener.
public protocol LocalListener: Sendable {
    /// For example `127.0.0.1:40123`.
    var address: String { get }
    func close() async
}

/// A request to a listener of one's own.
public struct LocalRequest: Sendable {
    public let method: String
    /// Still percent-encoded, without the query.
    public let path: String
    /// The first header field of a name, in any case.
    public let header: @Sendable (String) -> String?
    public let body: [UInt8]

    public init(method: String, path: String, header: @escaping @Sendable (String) -> String?, body: [UInt8])
    {
        self.method = method
        self.path = path
        self.header = header
        self.body = body
    }
}

/// Takes the answer to a request, once.
public struct LocalReply: Sendable {
    public let send: @Sendable (ResponseParts) -> Void

    public init(send: @escaping @Sendable (ResponseParts) -> Void) {
        self.send = send
    }
}

/// Refuses to listen, for servers that need none.
public struct NoListeners: ListenerPort {
    struct Refused: Error {}

    public init() {}

    public func listen(
        bodySizeMax: Int, _ handler: @escaping @Sendable (LocalRequest, LocalReply) -> Void
    ) async throws -> any LocalListener {
        throw Refused()
    }
}
