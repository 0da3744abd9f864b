internal import Logging
public import Store

/// Tells services when the moments they asked for have come.
final class Timers: Sendable {
    /// Timers fired in one transaction.
    static let batchMax = 64
    /// Pause before a timer whose service failed is fired again.
    static let retryPause: Duration = .seconds(5)

    let signal: Signal

    init(activity: Activity) {
        signal = Signal(activity: activity)
    }

    func run(_ kernel: Kernel) async {
        while !Task.isCancelled {
            var next: Instant?
            do {
                next = try await fireDue(kernel)
            } catch {
                kernel.log.error("timers: \(error)")
                next = kernel.time.now + .seconds(1)
            }
            if let next, next <= kernel.time.now { continue }
            let alarm = next.map { kernel.time.alarm(at: $0) { self.signal.fire() } }
            await signal.wait()
            if let alarm { kernel.time.cancel(alarm) }
        }
    }

    private func fireDue(_ kernel: Kernel) async throws -> Instant? {
        let now = kernel.time.now
        let next = try await kernel.store.read { tx in try TimerRows.nextDue(in: tx) }
        guard let next, next <= now else { return next }
        return try await kernel.store.write(label: "kernel.timers") { tx in
            for row in try TimerRows.due(at: now, limit: Self.batchMax, in: tx) {
                try self.fire(row, at: now, kernel, in: tx)
            }
            return try TimerRows.nextDue(in: tx)
        }
    }

    private func fire(
        _ row: TimerRow, at now: Instant, _ kernel: Kernel, in tx: borrowing Transaction
    ) throws {
        guard let service = kernel.service(row.service),
            let scope = try kernel.scopes.scope(id: row.scope, in: tx)
        else { return try TimerRows.remove(row.id, in: tx) }
        do {
            try tx.savepoint {
                // Removed first, so that the service may schedule the same key again.
                try TimerRows.remove(row.id, in: tx)
                let call = Kernel.Call.internal(kernel, scope, now: max(now, row.timer.dueAt))
                try service.fire(row.timer, call, tx)
            }
        } catch {
            kernel.log.error("timer \(row.timer.key) of \(row.service): \(error)")
            try TimerRows.postpone(row.id, until: now + Self.retryPause, in: tx)
        }
    }
}

extension Kernel.Call {
    /// Asks to be told at a moment; the same key again moves it. It commits with the transaction.
    ///
    /// The service that is told is the one whose name begins the key's `service`.
    public func schedule(
        _ service: String, at instant: Instant, key: String, payload: String = "",
        in tx: borrowing Transaction
    ) throws {
        try TimerRows.upsert(service, scope, key: key, at: instant, payload: payload, in: tx)
        tx.afterCommit { [kernel] in kernel.timers.signal.fire() }
    }

    /// Takes back what was scheduled under the key, if anything.
    public func unschedule(_ service: String, key: String, in tx: borrowing Transaction) throws {
        try TimerRows.remove(service, scope, key: key, in: tx)
    }
}
