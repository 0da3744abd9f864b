internal import NIOCore
internal import NIOHTTP1
internal import Wire

/// One connection of plain HTTP/1.1, one request at a time; on its event loop only.
final class PlainConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let target: PlainTarget
    private(set) var idleSince: NIODeadline = .now()
    private let owner: PlainConnections
    private var context: ChannelHandlerContext?
    private var exchange: PlainConnections.Exchange?
    private var timer: Scheduled<Void>?
    private var answer = ResponseParts(status: 0)
    private var isKept = false

    init(_ target: PlainTarget, _ owner: PlainConnections) {
        self.target = target
        self.owner = owner
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func start(_ exchange: PlainConnections.Exchange) {
        guard let context, context.channel.isActive else {
            return exchange.fail(.connection, "the connection was closed")
        }
        self.exchange = exchange
        answer = ResponseParts(status: 0)
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: exchange.deadline) {
            connection.value.fail(.timeout, "no answer in time")
        }
        let request = exchange.request
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: exchange.target.path)
        head.headers.add(name: "Host", value: exchange.target.authority)
        for (name, value) in request.headers where name.lowercased() != "host" {
            head.headers.add(name: name, value: value)
        }
        if !request.body.isEmpty || request.method == "POST" || request.method == "PUT" {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(request.body.count))
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty {
            let body = context.channel.allocator.buffer(bytes: request.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func close() { context?.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            answer.status = Int(head.status.code)
            answer.headers = head.headers.map { (name: $0.name, value: $0.value) }
            isKept = head.isKeepAlive
        case .body(let piece):
            answer.body += piece.readableBytesView
            if let limit = exchange?.request.answerSizeMax, answer.body.count > limit {
                fail(.unreadable, "the answer is larger than \(limit) bytes")
            }
        case .end:
            // An interim answer: the real one follows.
            guard answer.status >= 200, let exchange else { return }
            forget()
            exchange.end(.success(answer))
            if isKept {
                idleSince = .now()
                owner.free(self)
            } else {
                context.close(promise: nil)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
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
