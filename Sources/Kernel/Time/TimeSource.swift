internal import Glibc
internal import Synchronization

/// The one clock of a server: it tells the time and calls back when a moment comes.
///
/// The system clock follows the machine. The virtual clock stands still until it is moved, and then runs
/// everything that falls due, in order, so that tests and drills need not wait.
public final class TimeSource: Sendable {
    public enum Mode: Sendable, Equatable {
        case system
        case virtual(start: Instant)
    }

    public let mode: Mode
    /// How long a move of the virtual clock waits for the work it caused to come to rest, in real time,
    /// before it goes on: a function that hangs must not stop the clock for ever.
    public let settlingTimeMax: Duration
    /// The work under way, which a move of the virtual clock waits for.
    public let activity: Activity

    private let alarms = Mutex(AlarmQueue())
    private let virtualNow: Atomic<Int64>
    private let sleeper = Sleeper()

    public init(_ mode: Mode, settlingTimeMax: Duration = .seconds(10)) {
        self.mode = mode
        self.settlingTimeMax = settlingTimeMax
        activity = Activity(isCounting: mode != .system)
        if case .virtual(let start) = mode {
            virtualNow = Atomic(start.milliseconds)
        } else {
            virtualNow = Atomic(0)
            sleeper.start { [weak self] in self?.runDueAlarms() }
        }
    }

    deinit { sleeper.stop() }

    public static func systemNow() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    public var now: Instant {
        mode == .system
            ? Self.systemNow() : Instant(milliseconds: virtualNow.load(ordering: .acquiring))
    }

    /// Calls `action` once, at `instant` or soon after; at once if it has passed. The action must not block.
    @discardableResult
    public func alarm(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> AlarmID {
        let (id, isFirst) = alarms.withLock { $0.insert(at: instant, action) }
        if isFirst, mode == .system { sleeper.wake(at: instant) }
        if mode != .system, instant <= now { runDueAlarms() }
        return id
    }

    /// Forgets an alarm; one that has fired already is not an error.
    public func cancel(_ id: AlarmID) {
        alarms.withLock { $0.remove(id) }
    }

    /// Suspends until `instant`, or until the task is cancelled.
    public func sleep(until instant: Instant) async {
        let signal = Signal(activity: activity)
        let id = alarm(at: instant) { signal.fire() }
        await signal.wait()
        cancel(id)
    }

    /// Moves the virtual clock forward to `target`, stopping at every moment at which something is due and
    /// waiting for what it causes. Answers false on the system clock or for a target in the past.
    public func advance(to target: Instant) async -> Bool {
        guard mode != .system, target >= now else { return false }
        await activity.settle(within: settlingTimeMax)
        while let next = alarms.withLock({ $0.first }), next <= target {
            if next > now { virtualNow.store(next.milliseconds, ordering: .releasing) }
            runDueAlarms()
            await activity.settle(within: settlingTimeMax)
        }
        virtualNow.store(target.milliseconds, ordering: .releasing)
        return true
    }

    private func runDueAlarms() {
        while true {
            let now = now
            let due = alarms.withLock { $0.removeDue(at: now) }
            for action in due { action() }
            if due.isEmpty { break }
        }
        if mode == .system, let next = alarms.withLock({ $0.first }) { sleeper.wake(at: next) }
    }
}

/// Names an alarm, so that it can be cancelled.
public struct AlarmID: Sendable, Hashable {
    let instant: Instant
    let sequence: UInt64
}
