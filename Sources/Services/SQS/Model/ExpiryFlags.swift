internal import Synchronization

/// Remembers for which queues a timer for the next expiry is set, so that sends need not ask the store.
///
/// It may say no although there is one, never the other way round: raised after a commit, lowered before.
final class ExpiryFlags: Sendable {
    private let flags = Mutex<Set<Int64>>([])

    func isSet(_ queue: Queue) -> Bool { flags.withLock { $0.contains(queue.id) } }

    func raise(_ queue: Queue) {
        flags.withLock { flags in
            if flags.count >= Limit.cachedQueues { flags.removeAll(keepingCapacity: true) }
            flags.insert(queue.id)
        }
    }

    func lower(_ queue: Queue) { flags.withLock { _ = $0.remove(queue.id) } }
}
