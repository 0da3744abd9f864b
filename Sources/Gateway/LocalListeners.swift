public import Kernel
internal import Wire

/// Listeners for programs that the server starts, on the event loops of its HTTP server.
public struct LocalListeners: ListenerPort {
    private let server: HTTPServer

    public init(server: HTTPServer) {
        self.server = server
    }

    public func listen(
        bodySizeMax: Int, _ handler: @escaping @Sendable (LocalRequest, LocalReply) -> Void
    ) async throws -> any LocalListener {
        var limits = HTTPLimits()
        limits.bufferedBodySizeMax = bodySizeMax
        limits.backlog = 8
        // A program that is held for hours still has its connection.
        limits.idleTimeOut = .seconds(86_400)
        let listener = try await server.listen(
            on: .tcp(host: "127.0.0.1", port: 0), responder: Responder(handler: handler), limits: limits)
        return Listener(server: server, listener: listener)
    }

    private struct Listener: LocalListener {
        let server: HTTPServer
        let listener: HTTPListener

        var address: String { listener.address.description }

        func close() async { await server.close(listener) }
    }

    private struct Responder: HTTPResponder {
        let handler: @Sendable (LocalRequest, LocalReply) -> Void

        func respond(to request: HTTPRequest, reply: HTTPReply) {
            guard case .bytes(let body) = request.body else {
                return reply.send(HTTPResponse(status: 411))
            }
            let headers = request.headers
            let local = LocalRequest(
                method: request.method, path: request.path, header: { headers.first($0) }, body: body)
            handler(local, LocalReply { reply.send(Framing.response($0)) })
        }
    }
}
