import NIOCore

/// An open listener.
public final class HTTPListener: Sendable {
    /// Where it listens; with the port that the system chose if 0 was asked for.
    public let address: HTTPAddress
    private let channel: any Channel

    init(address: HTTPAddress, channel: any Channel) {
        self.address = address
        self.channel = channel
    }

    /// Accepts no more connections. Those that are open stay until they end or the server stops.
    public func close() async {
        let closed = channel.eventLoop.makePromise(of: Void.self)
        // Closing a listener that is closed already fails; both ways it is closed afterwards.
        channel.close().whenComplete { _ in closed.succeed() }
        do {
            try await closed.futureResult.get()
        } catch {
            assertionFailure("the promise above only succeeds")
        }
    }
}
