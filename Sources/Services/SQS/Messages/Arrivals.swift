internal import Kernel
internal import Synchronization

/// Long polls, and the alarms that wake them when hidden messages of their queue become visible.
final class Arrivals: Sendable {
    private let waiters: Waiters<Int64>
    private let time: TimeSource
    /// The next alarm of each queue that somebody waits for.
    private let alarms = Mutex<[Int64: Instant]>([:])
    /// Polls of all queues: most sends find none and need not look further.
    private let polls = Atomic<Int>(0)

    init(time: TimeSource) {
        self.time = time
        waiters = Waiters(time: time)
    }

    func join(_ queue: Queue) -> Waiters<Int64>.Waiter {
        polls.add(1, ordering: .sequentiallyConsistent)
        return waiters.join(queue.id)
    }

    func wait(_ waiter: Waiters<Int64>.Waiter, until deadline: Instant) async {
        await waiters.wait(waiter, until: deadline)
    }

    func leave(_ waiter: Waiters<Int64>.Waiter) {
        waiters.leave(waiter)
        polls.subtract(1, ordering: .sequentiallyConsistent)
    }

    func isAwaited(_ queue: Queue) -> Bool {
        polls.load(ordering: .sequentiallyConsistent) > 0 && waiters.isAwaited(queue.id)
    }

    /// Wakes one waiter for each message that can be received now. One that takes less than there is wakes
    /// the next.
    func wake(_ queue: Queue, count: Int = 1) { waiters.wake(queue.id, count: count) }

    /// Wakes a waiter at the moment at which a message becomes visible.
    func expect(_ queue: Queue, at instant: Instant) {
        // Nobody waits longer than this, and who comes later looks for themselves.
        guard instant <= time.now + .seconds(Limit.waitSeconds), isAwaited(queue) else { return }
        let id = queue.id
        let isNew = alarms.withLock { alarms in
            if let known = alarms[id], known <= instant { return false }
            alarms[id] = instant
            return true
        }
        guard isNew else { return }
        time.alarm(at: instant) { [self] in
            alarms.withLock { alarms in
                if let known = alarms[id], known <= instant { alarms[id] = nil }
            }
            waiters.wake(id, count: 1)
        }
    }
}
