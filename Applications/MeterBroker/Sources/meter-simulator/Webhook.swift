import NIOCore
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
        do {
            return try await bind(port)
        } catch {
            throw Setup.Invalid(
                reason: "\(participant.name) cannot listen on port \(port): \(error). Does another market run? "
                    + "Stop it, or choose other ports: RECEIVERS_PORT=46710 make run")
        }
    }

    private func bind(_ port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [participant, counts] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        WebhookHandler(participant.behaviour, counts: counts))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }
}
