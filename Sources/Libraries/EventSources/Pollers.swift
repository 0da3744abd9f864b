public import Kernel
internal import Synchronization

/// The pollers of a service, by the id of those for whom they poll.
public final class Pollers: Sendable {
    private let kernel: Kernel
    private let running = Mutex<[String: any SourcePoller]>([:])

    public init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// Starts a poller; an earlier one of the same id ends.
    public func start(_ poller: any SourcePoller, for id: String) {
        let old = running.withLock { running in
            let old = running[id]
            running[id] = poller
            return old
        }
        old?.stop()
        kernel.duties.run { await poller.run() }
    }

    /// What keeps a poller from taking anything at the moment.
    public func difficulty(of name: String) -> SourceTrouble? {
        running.withLock { $0[name] }?.difficulty
    }

    public func stop(_ id: String) {
        running.withLock { $0.removeValue(forKey: id) }?.stop()
    }
}
