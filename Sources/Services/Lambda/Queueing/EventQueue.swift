internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Synchronization
internal import Wire

/// Gives queued events to their functions, several at a time, until each has been taken or is beyond help.
final class EventQueue: Sendable {
    /// Pause before an event is tried again whose outcome could not be stored: the store may take nothing for
    /// a while, and running the function all that time would help nobody.
    static let faultPause: Duration = .seconds(1)

    private let kernel: Kernel
    private let signal: Signal
    private let underWay = Mutex<Set<Int64>>([])

    init(kernel: Kernel) {
        self.kernel = kernel
        signal = Signal(activity: kernel.time.activity)
    }

    func wake() { signal.fire() }

    func run(_ lambda: Lambda) async {
        while !Task.isCancelled {
            var next: Instant?
            do {
                next = try await startDue(lambda)
            } catch {
                kernel.log.error("lambda: events: \(error)")
                next = kernel.time.now + .seconds(1)
            }
            let alarm = next.map { kernel.time.alarm(at: $0) { self.signal.fire() } }
            await signal.wait()
            if let alarm { kernel.time.cancel(alarm) }
        }
    }

    /// Starts what is due and not under way; answers when more will be due.
    private func startDue(_ lambda: Lambda) async throws -> Instant? {
        let now = kernel.time.now
        let busy = underWay.withLock { $0 }
        guard busy.count < Limits.eventsUnderWayMax else { return nil }
        let (due, next) = try await kernel.store.read { tx in
            // Events under way are due as well: as many more are read.
            let due = try QueuedEvents.due(at: now, limit: Limits.eventsUnderWayMax + busy.count, in: tx)
            return (due, try QueuedEvents.nextDue(after: now, in: tx))
        }
        let free = due.filter { !busy.contains($0.id) }.prefix(Limits.eventsUnderWayMax - busy.count)
        underWay.withLock { $0.formUnion(free.map(\.id)) }
        for event in free {
            kernel.duties.run {
                if await !self.attempt(event, lambda) {
                    await self.kernel.time.sleep(until: self.kernel.time.now + Self.faultPause)
                }
                self.underWay.withLock { _ = $0.remove(event.id) }
                self.signal.fire()
            }
        }
        return next
    }

    /// Answers whether the outcome is stored.
    private func attempt(_ event: QueuedEvent, _ lambda: Lambda) async -> Bool {
        do {
            let scope = try await kernel.store.read { [kernel] tx in
                try kernel.scopes.scope(id: event.scope, in: tx)
            }
            guard let scope else { return false }
            try await lambda.attempt(event, scope)
            return true
        } catch {
            kernel.log.error("lambda: event \(event.requestID): \(error)")
            return false
        }
    }
}
