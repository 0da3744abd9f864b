import NIOCore

/// One HTTP/1.1 connection: takes the bytes that come, gives requests to the responder, writes the answers
/// in order.
///
/// Everything here runs on the connection's event loop. Requests are read in `+Requests`, answers written
/// in `+Responses`, time-outs and the end of the connection handled in `+Ending`.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the bytes that come are.
    enum Phase {
        /// The head of a request.
        case head
        /// The body of the latest request.
        case body
        /// No longer looked at: the answers that are due are the last.
        case ended
    }

    /// What happens behind the last write.
    enum Ending {
        case close
        /// The output is closed and the input dropped for a while: closing at once would make the system
        /// reset the connection, and the client might lose the answer.
        case linger
    }

    let loop: LoopContext
    let listener: ListenerContext
    var context: ChannelHandlerContext?
    var info = HTTPConnectionInfo.local
    private var place: Int?

    // Requests
    var phase = Phase.head
    var inbound: ByteBuffer?
    var parser: RequestParser
    var reception: BodyReception?
    var isProcessing = false
    /// The system said that the client sends no more.
    var isInputClosed = false
    private var isInBurst = false
    private var isReadOwed = false

    // Answers
    var exchanges = CircularBuffer<Exchange>(initialCapacity: 1)
    /// Answers that came before those to earlier requests.
    var early: [HTTPAnswer] = []
    var outbound: ByteBuffer?
    var sender: BodySender?
    var ending: Ending?
    var isEnding = false
    /// The client takes what it is sent; otherwise no more of its requests are looked at.
    var isWritable = true
    /// The last write is under way; `end()` comes when it is done.
    var isEndAwaited = false

    // Time, in ticks
    var idleTick: UInt64 = 0
    var headTick: UInt64?
    var lingerTick: UInt64?
    var writtenSize = 0
    var flushedSize = 0
    var flushedTick: UInt64 = 0

    init(loop: LoopContext, listener: ListenerContext) {
        self.loop = loop
        self.listener = listener
        self.parser = RequestParser(limits: listener.headLimits)
    }

    var limits: HTTPLimits { _read { yield listener.limits } }

    func makeToken() -> UInt64? {
        place.map(loop.makeToken)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard place == nil else { return }
        place = loop.add(self)
        idleTick = loop.tick
        info = HTTPConnectionInfo(
            peer: context.remoteAddress?.ipAddress ?? "", localPort: context.localAddress?.port ?? 0,
            isTLS: false)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isInBurst = true
        guard phase != .ended else {
            ending = .linger
            return
        }
        var bytes = unwrapInboundIn(data)
        if inbound != nil {
            inbound?.discardReadBytes()
            inbound?.writeBuffer(&bytes)
        } else {
            inbound = bytes
        }
        process()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isInBurst = false
        settle()
    }

    /// Called before each read of the socket: the place where a client that sends too fast is held back.
    func read(context: ChannelHandlerContext) {
        if wantsBytes {
            context.read()
        } else {
            isReadOwed = true
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            isInBurst = false
            onInputClosed()
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        guard isWritable else { return }
        pumpSender()
        settle()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whatever broke, bytes may be missing: nothing that comes later can be trusted.
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        forget()
        self.context = nil
    }

    /// The connection is gone.
    private func forget() {
        if let place { loop.remove(place) }
        place = nil
        phase = .ended
        if case .reader(let reader) = reception?.destination { reader.fail(.connectionLost) }
        sender?.lose()
        reception = nil
        sender = nil
        inbound = nil
        outbound = nil
        loseExchanges()
        exchanges.removeAll()
        early = []
    }

    // MARK: Steps

    /// After any event: go on with what waits, write what is due, read on if there is room again.
    func settle() {
        guard !isInBurst, !isProcessing, let context else { return }
        if inbound != nil { process() }
        if isInputClosed { endIfNothingCanCome() }
        noteTime()
        flush()
        if isReadOwed, wantsBytes {
            isReadOwed = false
            context.read()
        }
    }

    /// Whether one more request may be begun.
    var hasRoom: Bool {
        isWritable && exchanges.count < limits.pipelineDepthMax
    }

    private var wantsBytes: Bool {
        switch phase {
        case .head: hasRoom
        case .body: !(reception?.isPaused ?? false)
        case .ended: lingerTick != nil
        }
    }

    private func noteTime() {
        guard phase == .head else {
            headTick = nil
            return
        }
        if inbound == nil {
            headTick = nil
            idleTick = loop.tick
        } else if headTick == nil, hasRoom {
            headTick = loop.tick
        }
    }
}
