internal import Synchronization

/// Tasks that wait for something to happen to a key, each until a deadline: the mechanism of long polling.
///
/// Join first, then look, then wait: a wake between look and wait is kept by the waiter.
public final class Waiters<Key: Hashable & Sendable>: Sendable {
    public final class Waiter: Sendable {
        let signal: Signal
        let id: UInt64
        public let key: Key

        init(key: Key, id: UInt64, activity: Activity) {
            self.key = key
            self.id = id
            signal = Signal(activity: activity)
        }
    }

    private struct State {
        var waiting: [Key: [Waiter]] = [:]
        var sequence: UInt64 = 0
    }

    private let state = Mutex(State())
    private let time: TimeSource

    public init(time: TimeSource) {
        self.time = time
    }

    /// Registers interest in a key. Every `join` needs a `leave`.
    public func join(_ key: Key) -> Waiter {
        state.withLock { state in
            state.sequence += 1
            let waiter = Waiter(key: key, id: state.sequence, activity: time.activity)
            state.waiting[key, default: []].append(waiter)
            return waiter
        }
    }

    /// Suspends until the key is woken, the deadline passes or the task is cancelled.
    public func wait(_ waiter: Waiter, until deadline: Instant) async {
        let alarm = time.alarm(at: deadline) { waiter.signal.fire() }
        await waiter.signal.wait()
        time.cancel(alarm)
    }

    /// Ends the interest. A wake that came after the last look is passed on: what it told of is still there.
    public func leave(_ waiter: Waiter) {
        state.withLock { state in
            state.waiting[waiter.key]?.removeAll { $0.id == waiter.id }
            if state.waiting[waiter.key]?.isEmpty == true { state.waiting[waiter.key] = nil }
        }
        if waiter.signal.isFired { wake(waiter.key, count: 1) }
    }

    /// Wakes up to `count` of the tasks that wait for the key, those that came first first.
    ///
    /// A woken waiter moves to the back, so that successive wakes reach different waiters.
    public func wake(_ key: Key, count: Int = .max) {
        let woken = state.withLock { state -> ArraySlice<Waiter> in
            guard let waiting = state.waiting[key] else { return [] }
            let woken = waiting.prefix(count)
            if woken.count < waiting.count {
                state.waiting[key] = Array(waiting.dropFirst(woken.count) + woken)
            }
            return woken
        }
        for waiter in woken { waiter.signal.fire() }
    }

    /// Whether anybody waits for the key.
    public func isAwaited(_ key: Key) -> Bool {
        state.withLock { $0.waiting[key] != nil }
    }
}
