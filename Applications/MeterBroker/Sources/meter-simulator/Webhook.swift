import NIOCore
import NIOHTTP1
import NIOPosix

/// A receiver's HTTP server, with the manners of its participant.
final class Webhook: Sendable {
    private let participant: Setup.Participant
    private let counts: Counts
    private let group: MultiThreadedEventLoopGroup

    init(_ participant: Setup.Participant, counts: Counts, group: MultiThreadedEventLoopGroup) {
        self.participant = participant
        self.counts = counts
        self.group = group
    }

    /// How long a receiver that goes away is there, and how long it is not.
    private static let presence = Duration.seconds(60)
    private static let absence = Duration.seconds(45)

    func run(on port: Int) async throws {
        if participant.behaviour != .away {
            let channel = try await listen(on: port)
            try await channel.closeFuture.get()
            return
        }
        while !Task.isCancelled {
            let channel = try await listen(on: port)
            try await Task.sleep(for: Self.presence)
            try await channel.close()
            try await Task.sleep(for: Self.absence)
        }
    }

    private func listen(on port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [participant, counts] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        WebhookHandler(participant.behaviour, counts: counts))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }
}

/// Answers one connection of a receiver.
final class WebhookHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let behaviour: Setup.Behaviour
    private let counts: Counts
    private var transactionID = ""

    init(_ behaviour: Setup.Behaviour, counts: Counts) {
        self.behaviour = behaviour
        self.counts = counts
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): transactionID = head.headers.first(name: "x-transaction-id") ?? ""
        case .body: break
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        counts.change { $0.received += 1 }
        let number = Int(transactionID.suffix(6)) ?? 0
        switch behaviour {
        case .slow:
            let pause = TimeAmount.milliseconds(900 + Int64(number % 5) * 100)
            context.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.write(.ok, context) }
        case .failing:
            // Every tenth message fails often enough to be retried, every hundredth for good.
            let isBad = number % 100 == 7 || (number % 10 == 3 && Int.random(in: 0..<2) == 0)
            write(isBad ? .internalServerError : .ok, context)
        default: write(.ok, context)
        }
    }

    private func write(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
