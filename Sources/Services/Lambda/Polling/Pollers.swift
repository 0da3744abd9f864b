internal import Kernel
internal import Synchronization

/// The pollers of a server, by the id of their mapping.
final class Pollers: Sendable {
    private let kernel: Kernel
    private let running = Mutex<[String: any MappingPoller]>([:])

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// Starts polling for a mapping as it is now; a poller of its earlier state ends.
    func start(_ poller: any MappingPoller) {
        let old = running.withLock { running in
            let old = running[poller.mapping.uuid]
            running[poller.mapping.uuid] = poller
            return old
        }
        old?.stop()
        kernel.duties.run { await poller.run() }
    }

    func stop(_ uuid: String) {
        running.withLock { $0.removeValue(forKey: uuid) }?.stop()
    }
}
