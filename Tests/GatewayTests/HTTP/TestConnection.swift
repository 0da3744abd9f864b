import NIOCore
import NIOEmbedded

@testable import Gateway

/// A connection without a socket and with a clock of its own.
final class TestConnection {
    let channel: EmbeddedChannel
    let loop: LoopContext

    init(_ responder: any HTTPResponder, limits: HTTPLimits = HTTPLimits()) throws {
        let eventLoop = EmbeddedEventLoop()
        loop = LoopContext(eventLoop: eventLoop)
        let listener = ListenerContext(responder: responder, limits: limits)
        channel = EmbeddedChannel(
            handler: ConnectionHandler(loop: loop, listener: listener), loop: eventLoop)
        channel.allowRemoteHalfClosure = true
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8080), promise: nil)
        eventLoop.run()
    }

    var isOpen: Bool { channel.isActive }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: some Collection<UInt8>) throws {
        guard channel.isActive else { return }
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        channel.embeddedEventLoop.run()
    }

    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    func closeInput() {
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        channel.embeddedEventLoop.run()
    }

    /// The connection is gone.
    func cut() {
        channel.pipeline.fireChannelInactive()
        channel.embeddedEventLoop.run()
    }

    func pass(_ duration: Duration) {
        channel.embeddedEventLoop.advanceTime(by: TimeAmount(duration))
    }

    /// Each write that came since the last call.
    func writes() throws -> [String] {
        var all: [String] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
            if buffer.readableBytes > 0 { all.append(String(buffer: buffer)) }
        }
        return all
    }

    /// What came since the last call.
    func received() throws -> String {
        try writes().joined()
    }

    /// The status of the only answer to `text`, and whether the connection is closed behind it.
    static func status(of text: String, limits: HTTPLimits = HTTPLimits()) throws -> (
        status: Int?, closes: Bool
    ) {
        let connection = try TestConnection(TestResponder(), limits: limits)
        try connection.send(text)
        let answer = try connection.received()
        return (Int(answer.dropFirst(9).prefix(3)), answer.contains("Connection: close"))
    }
}
