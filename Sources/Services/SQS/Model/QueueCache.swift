internal import Kernel
internal import Synchronization

/// The queues that calls have named lately, by scope and URL.
///
/// It starts anew whenever a change of any queue has committed. What was read before such a change and
/// arrives after it is not kept, so a call never sees a queue as it was before an acknowledged change.
final class QueueCache: Sendable {
    struct Key: Hashable {
        let scope: Int64
        let url: String
    }

    private struct State {
        var queues: [Key: Queue] = [:]
        var generation: UInt64 = 0
    }

    private let state = Mutex(State())

    func queue(_ key: Key) -> Queue? {
        state.withLock { $0.queues[key] }
    }

    /// To be asked for before the queue is read from the store.
    var generation: UInt64 { state.withLock { $0.generation } }

    func keep(_ queue: Queue, as key: Key, readAt generation: UInt64) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.queues.count >= Limit.cachedQueues { state.queues.removeAll(keepingCapacity: true) }
            state.queues[key] = queue
        }
    }

    func invalidate() {
        state.withLock { state in
            state.generation += 1
            state.queues.removeAll(keepingCapacity: true)
        }
    }
}
