internal import NIOCore
internal import Wire

/// One connection of plain HTTP/1.1, one request at a time; on its event loop only.
final class PlainConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let target: PlainTarget
    private(set) var idleSince: NIODeadline = .now()
    private let owner: PlainConnections
    private var context: ChannelHandlerContext?
    private var exchange: PlainConnections.Exchange?
    private var timer: Scheduled<Void>?
    private var answer = PlainAnswer(bodySizeMax: 0)

    init(_ target: PlainTarget, _ owner: PlainConnections) {
        self.target = target
        self.owner = owner
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func start(_ exchange: PlainConnections.Exchange) {
        guard let context, context.channel.isActive else {
            return exchange.fail(.connection, "the connection was closed")
        }
        guard let bytes = exchange.request.plainBytes(to: exchange.target, context.channel.allocator) else {
            exchange.fail(.connection, "a header holds what ends a line")
            return owner.free(self)
        }
        self.exchange = exchange
        answer = PlainAnswer(bodySizeMax: exchange.request.answerSizeMax)
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: exchange.deadline) {
            connection.value.fail(.timeout, "no answer in time")
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    func close() { context?.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What comes when nobody has asked says that the connection is of no use.
        guard exchange != nil else { return close() }
        switch answer.take(unwrapInboundIn(data).readableBytesView) {
        case .more: break
        case .broken(let reason): fail(.connection, reason)
        case .tooLarge: fail(.unreadable, "the answer is larger than its limit")
        case .whole: end()
        }
    }

    private func end() {
        guard let exchange else { return }
        forget()
        exchange.end(.success(answer.parts))
        if answer.isKept {
            idleSince = .now()
            owner.free(self)
        } else {
            close()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if answer.endsWithConnection { end() }
        fail(.connection, "the connection was closed before the answer")
        self.context = nil
        owner.closed(target, self)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(.connection, "\(error)") }

    private func fail(_ kind: TransportError.Kind, _ reason: String) {
        let exchange = exchange
        forget()
        exchange?.fail(kind, reason)
        close()
    }

    private func forget() {
        timer?.cancel()
        (timer, exchange) = (nil, nil)
    }
}
