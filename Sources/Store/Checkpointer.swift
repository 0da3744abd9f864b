internal import Synchronization

/// Copies the log into the database file on a connection and thread of its own, while the writer goes on.
final class Checkpointer: Sendable {
    /// How far the copy is, as the writer sees it.
    enum Phase: Int, AtomicRepresentable { case idle, copying, copied }

    private let requests = Mailbox<Void>(capacity: 1)
    private let phase = Atomic<Phase>(.idle)
    private let path: String
    private let configuration: StoreConfiguration
    private let lock: DirectoryLock?
    /// The error that ended checkpoints, if any.
    let failure = Mutex<StoreError?>(nil)

    init(path: String, configuration: StoreConfiguration, lock: DirectoryLock?) {
        self.path = path
        self.configuration = configuration
        self.lock = lock
    }

    var current: Phase { phase.load(ordering: .acquiring) }

    /// Asks for a copy.
    func request() {
        phase.store(.copying, ordering: .releasing)
        if requests.post(()).outcome != .accepted { phase.store(.idle, ordering: .releasing) }
    }

    /// Says that the writer has finished what the copy left.
    func settle() { phase.store(.idle, ordering: .releasing) }

    func run() {
        var connection: Connection?
        while requests.takeOne() != nil {
            do throws(StoreError) {
                if connection == nil {
                    connection = try Connection(path: path, role: .checkpointer, configuration: configuration)
                }
                _ = try connection?.checkpoint()
            } catch {
                if case .failed = error { failure.withLock { $0 = error } }
            }
            phase.store(.copied, ordering: .releasing)
        }
        connection?.close()
    }

    func close() { requests.close() }
}
