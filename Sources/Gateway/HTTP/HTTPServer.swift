import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The HTTP/1.1 server (RFC 9110, RFC 9112): event loops, and listeners that can come and go while it runs.
public final class HTTPServer: Sendable {
    private struct State {
        var listeners: [HTTPListener] = []
        var isStopped = false
    }

    private let group: MultiThreadedEventLoopGroup
    private let loops: [ObjectIdentifier: LoopContext]
    private let limits: HTTPLimits
    private let state = Mutex(State())

    /// Starts the event loops.
    /// - Parameters:
    ///   - loopCount: the number of event loops, one thread each.
    ///   - limits: holds for all listeners.
    public init(loopCount: Int, limits: HTTPLimits = HTTPLimits()) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, loopCount))
        var loops: [ObjectIdentifier: LoopContext] = [:]
        for eventLoop in group.makeIterator() {
            loops[ObjectIdentifier(eventLoop)] = LoopContext(eventLoop: eventLoop)
        }
        self.loops = loops
        self.limits = limits
    }

    /// The connections that are open now.
    public func connectionCount() async throws -> Int {
        var count = 0
        for loop in loops.values { count += try await loop.eventLoop.submit { loop.connectionCount }.get() }
        return count
    }

    /// Opens a listener; its requests go to `responder`.
    /// - Parameter limits: instead of the server's.
    /// - Throws: `HTTPServerError`; `addressInUse` when the port is taken.
    public func listen(
        on address: HTTPAddress, responder: any HTTPResponder, limits: HTTPLimits? = nil
    ) async throws(HTTPServerError) -> HTTPListener {
        if state.withLock({ $0.isStopped }) { throw .stopped }
        let limits = limits ?? self.limits
        var bootstrap = bootstrap(ListenerContext(responder: responder, limits: limits), limits)
        let channel: any Channel
        do {
            switch address {
            case .tcp(let host, let port):
                bootstrap = bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                channel = try await bootstrap.bind(host: host, port: port).get()
            case .unixDomainSocket(let path):
                channel =
                    try await bootstrap
                    .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            }
        } catch {
            throw Self.listenError(error, address)
        }
        let listener = HTTPListener(address: Self.boundAddress(channel, address), channel: channel)
        let isStopped = state.withLock { state in
            state.listeners.append(listener)
            return state.isStopped
        }
        if isStopped {
            await listener.close()
            throw .stopped
        }
        return listener
    }

    /// Closes one listener and forgets it.
    public func close(_ listener: HTTPListener) async {
        state.withLock { $0.listeners.removeAll { $0 === listener } }
        await listener.close()
    }

    private func bootstrap(_ listener: ListenerContext, _ limits: HTTPLimits) -> ServerBootstrap {
        let loops = loops
        let connectionsMax = max(1, limits.connectionsMax / loops.count)
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Int32(clamping: limits.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(
                    low: max(1, limits.responseWindowSize / 4), high: max(2, limits.responseWindowSize))
            )
            .childChannelInitializer { channel in
                guard let loop = loops[ObjectIdentifier(channel.eventLoop)],
                    loop.connectionCount < connectionsMax
                else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionHandler(loop: loop, listener: listener))
                }
            }
    }

    private static func boundAddress(_ channel: any Channel, _ asked: HTTPAddress) -> HTTPAddress {
        guard case .tcp(let host, _) = asked, let bound = channel.localAddress else { return asked }
        return .tcp(host: bound.ipAddress ?? host, port: bound.port ?? 0)
    }

    private static func listenError(_ error: any Error, _ address: HTTPAddress) -> HTTPServerError {
        if let error = error as? IOError {
            switch error.errnoCode {
            case EADDRINUSE: return .addressInUse(address)
            case EADDRNOTAVAIL: return .addressNotAvailable(address)
            case EACCES, EPERM: return .permissionDenied(address)
            default: break
            }
        }
        if case .unknown(let host, _) = error as? SocketAddressError { return .unknownHost(host) }
        return .failed(address, "\(error)")
    }

    /// Stops: accepts no more, closes idle connections, lets requests in flight finish, and cuts what is
    /// left after `deadline`. The server cannot be used again; a second call does nothing. Must be called
    /// before the last reference goes.
    public func stop(within deadline: Duration) async throws {
        let listeners: [HTTPListener]? = state.withLock { state in
            if state.isStopped { return nil }
            state.isStopped = true
            let listeners = state.listeners
            state.listeners = []
            return listeners
        }
        guard let listeners else { return }
        for listener in listeners { await listener.close() }
        var drained: [EventLoopFuture<Void>] = []
        for loop in loops.values {
            drained.append(loop.eventLoop.flatSubmit { loop.drain() })
            loop.eventLoop.scheduleTask(in: TimeAmount(deadline)) { loop.closeAll() }
        }
        for future in drained { try await future.get() }
        for loop in loops.values { loop.executor?.close() }
        try await group.shutdownGracefully()
    }
}
