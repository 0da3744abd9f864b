internal import NIOCore
internal import NIOPosix
internal import Wire

/// Connections of plain HTTP/1.1 that live on one event loop and are kept for the next request.
///
/// A client for every protocol costs a request some 100 µs of processor time, most of it in changes of
/// tasks and threads; a function that makes ten requests for each event has little else to do.
final class PlainConnections: Sendable {
    /// A request under way, and who waits for its answer.
    final class Exchange: Sendable {
        let request: HTTPSession.Request
        let target: PlainTarget
        let deadline: NIODeadline
        private let continuation: CheckedContinuation<Result<ResponseParts, TransportError>, Never>

        init(
            _ request: HTTPSession.Request, _ target: PlainTarget,
            _ continuation: CheckedContinuation<Result<ResponseParts, TransportError>, Never>
        ) {
            self.request = request
            self.target = target
            self.continuation = continuation
            deadline = .now() + .nanoseconds(Int64(request.timeout / .nanoseconds(1)))
        }

        func end(_ result: Result<ResponseParts, TransportError>) { continuation.resume(returning: result) }

        func fail(_ kind: TransportError.Kind, _ reason: String) {
            end(.failure(TransportError(kind: kind, reason: "\(request.url): \(reason)")))
        }
    }

    /// The connections to one host.
    private struct Pool {
        var idle: [PlainConnection] = []
        var count = 0
        var waiting: [(exchange: Exchange, timer: Scheduled<Void>)] = []
    }

    private static let connectTimeout: TimeAmount = .seconds(3)
    /// How long a connection is kept for the next request.
    private static let idleMax: TimeAmount = .seconds(30)

    private let eventLoop: any EventLoop
    private let connectionsPerHost: Int
    private let pools: NIOLoopBoundBox<[PlainTarget: Pool]>
    private let isSweeping: NIOLoopBoundBox<Bool>

    init(eventLoop: any EventLoop, connectionsPerHost: Int) {
        self.eventLoop = eventLoop
        self.connectionsPerHost = connectionsPerHost
        pools = .makeBoxSendingValue([:], eventLoop: eventLoop)
        isSweeping = .makeBoxSendingValue(false, eventLoop: eventLoop)
    }

    func send(
        _ request: HTTPSession.Request, to target: PlainTarget
    ) async throws(TransportError) -> ResponseParts {
        let result = await withCheckedContinuation { continuation in
            let exchange = Exchange(request, target, continuation)
            if eventLoop.inEventLoop { begin(exchange) } else { eventLoop.execute { self.begin(exchange) } }
        }
        return try result.get()
    }

    private func begin(_ exchange: Exchange) {
        let target = exchange.target
        if let connection = pools.value[target]?.idle.popLast() { return connection.start(exchange) }
        guard pools.value[target, default: Pool()].count >= connectionsPerHost else {
            pools.value[target, default: Pool()].count += 1
            return connect(exchange)
        }
        let timer = eventLoop.scheduleTask(deadline: exchange.deadline) {
            self.pools.value[target]?.waiting.removeAll { $0.exchange === exchange }
            exchange.fail(.timeout, "no connection became free in time")
        }
        pools.value[target]?.waiting.append((exchange, timer))
    }

    private func connect(_ exchange: Exchange) {
        let target = exchange.target
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(max(.milliseconds(1), min(Self.connectTimeout, exchange.deadline - .now())))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(PlainConnection(target, self))
                }
            }
        let connecting: EventLoopFuture<any Channel>
        do {
            connecting = bootstrap.connect(to: try SocketAddress(ipAddress: target.host, port: target.port))
        } catch {
            // It is a name, to be resolved.
            connecting = bootstrap.connect(host: target.host, port: target.port)
        }
        connecting.flatMapThrowing { channel in
            try channel.pipeline.syncOperations.handler(type: PlainConnection.self).start(exchange)
        }.whenFailure { error in
            let isLate = if case ChannelError.connectTimeout = error { true } else { false }
            exchange.fail(isLate ? .timeout : .connection, "\(error)")
            self.closed(target)
        }
    }

    // MARK: What connections tell

    /// A connection is there for the next request.
    func free(_ connection: PlainConnection) {
        if let next = next(connection.target) { return connection.start(next) }
        pools.value[connection.target]?.idle.append(connection)
        sweepLater()
    }

    /// A connection is no more, or was never made.
    func closed(_ target: PlainTarget, _ connection: PlainConnection? = nil) {
        pools.value[target]?.idle.removeAll { $0 === connection }
        pools.value[target]?.count -= 1
        if let next = next(target) { return begin(next) }
        if pools.value[target]?.count == 0 { pools.value[target] = nil }
    }

    private func next(_ target: PlainTarget) -> Exchange? {
        guard var pool = pools.value[target], !pool.waiting.isEmpty else { return nil }
        let (exchange, timer) = pool.waiting.removeFirst()
        pools.value[target] = pool
        timer.cancel()
        return exchange
    }

    private func sweepLater() {
        guard !isSweeping.value else { return }
        isSweeping.value = true
        eventLoop.scheduleTask(in: Self.idleMax) {
            self.isSweeping.value = false
            let limit = NIODeadline.now() - Self.idleMax
            let idle = self.pools.value.values.flatMap(\.idle)
            for connection in idle where connection.idleSince < limit { connection.close() }
            if !idle.isEmpty { self.sweepLater() }
        }
    }
}
