import NIOCore
import NIOPosix
import Synchronization

/// A receiver's HTTP server, with the manners of its participant.
final class Webhook: Sendable {
    private let participant: Setup.Participant
    private let drills: Drills
    private let counts: Counts
    private let group: MultiThreadedEventLoopGroup
    /// Connections that are open: who goes away takes them along.
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let start = ContinuousClock.now

    init(_ participant: Setup.Participant, drills: Drills, counts: Counts, group: MultiThreadedEventLoopGroup)
    {
        self.participant = participant
        self.drills = drills
        self.counts = counts
        self.group = group
    }

    /// How long a receiver that goes away is there, and how long it is not.
    private static let presenceSeconds = 60
    private static let absenceSeconds = 45
    private static let look = Duration.milliseconds(200)

    private var isHere: Bool {
        switch drills.behaviour(of: participant) {
        case .down: false
        case .away:
            Int((ContinuousClock.now - start) / .seconds(1)) % (Self.presenceSeconds + Self.absenceSeconds)
                < Self.presenceSeconds
        default: true
        }
    }

    func run(on port: Int) async throws {
        while !Task.isCancelled {
            let channel = try await listen(on: port)
            while isHere { try await Task.sleep(for: Self.look) }
            try await channel.close()
            for connection in connections.withLock({ Array($0.values) }) { connection.close(promise: nil) }
            while !isHere { try await Task.sleep(for: Self.look) }
        }
    }

    private func keep(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        connections.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { [self] _ in connections.withLock { $0[id] = nil } }
    }

    private func listen(on port: Int) async throws -> any Channel {
        do {
            return try await bind(port)
        } catch {
            throw Setup.Invalid(
                reason:
                    "\(participant.name) cannot listen on port \(port): \(error). Does another market run? "
                    + "Stop it, or choose other ports: RECEIVERS_PORT=46710 make run")
        }
    }

    private func bind(_ port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [self] channel in
                keep(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        WebhookHandler(participant, drills: drills, counts: counts))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }
}
