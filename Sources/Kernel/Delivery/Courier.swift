internal import Logging
internal import Store
internal import Synchronization
internal import Wire

/// Takes every delivery to its target, in order where order was asked for, and never lets one be lost.
///
/// Inside the server a delivery arrives in the transaction of its sender if the target takes it at once;
/// otherwise it waits in the outbox and arrives in the transaction that deletes its row: exactly once either
/// way. What leaves the process is tried between two transactions, hence at least once, with a stable id.
public final class Courier: Sendable {
    /// Rows taken in one transaction.
    static let batchMax = 64
    /// Pause before something is tried again that the store did not take.
    static let faultPause: Duration = .seconds(1)

    let insideSignal: Signal
    let outsideSignal: Signal
    private let flights = Mutex(Flights())
    private let pacer = Pacer()

    init(activity: Activity) {
        insideSignal = Signal(activity: activity)
        outsideSignal = Signal(activity: activity)
    }

    /// Delivers what is due, until the server stops.
    func run(_ kernel: Kernel) async {
        kernel.duties.run { await self.runOutside(kernel) }
        while !Task.isCancelled {
            do {
                let next = try await deliverInside(kernel)
                if let next, next <= kernel.time.now { continue }
                await pause(insideSignal, until: next, kernel)
            } catch {
                kernel.log.error("courier: \(error)")
                await pause(insideSignal, until: kernel.time.now + Self.faultPause, kernel)
            }
        }
    }

    private func pause(_ signal: Signal, until instant: Instant?, _ kernel: Kernel) async {
        let alarm = instant.map { kernel.time.alarm(at: $0) { signal.fire() } }
        await signal.wait()
        if let alarm { kernel.time.cancel(alarm) }
    }

    /// One transaction's worth of deliveries inside the server; answers when the next falls due.
    private func deliverInside(_ kernel: Kernel) async throws -> Instant? {
        let now = kernel.time.now
        let isWaiting = try await kernel.store.read { tx in
            try Outbox.nextDue(outside: false, in: tx)
        }
        guard let isWaiting, isWaiting <= now else { return isWaiting }
        return try await kernel.store.write(label: "kernel.courier") { tx in
            for row in try Outbox.due(outside: false, at: now, limit: Self.batchMax, in: tx) {
                let scope = try kernel.scopes.scope(id: row.scope, in: tx)
                let call = Kernel.Call.internal(kernel, scope ?? .none, now: now, trace: row.delivery.trace)
                do {
                    try tx.savepoint {
                        let arrival = try call.hand(over: row.delivery, in: tx)
                        try Outbox.remove(row, at: now, width: self.width(of: row.lane), in: tx)
                        let outcome = StepOutcome(arrived: row.delivery, as: arrival)
                        try self.note(outcome, of: row, call, in: tx)
                        let ending = DeliveryEnding(outcome, attempts: row.delivery.attempts + 1)
                        try call.report(row.delivery, ending, in: tx)
                    }
                } catch {
                    try self.settle(row, failed: error, call, in: tx)
                }
            }
            return try Outbox.nextDue(outside: false, in: tx)
        }
    }

    /// Decides what becomes of a delivery that failed: another attempt, or the dead letters.
    func settle(
        _ row: OutboxRow, failed error: any Error, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        var row = row
        row.delivery.attempts += 1
        let delivery = row.delivery
        let width = width(of: row.lane)
        let failure = DeliveryFailure(describing: error)
        if let again = delivery.nextAttempt(after: failure, at: call.now, since: row.createdAt) {
            try Outbox.postpone(row, until: again, at: call.now, width: width, in: tx)
            var outcome = StepOutcome(waiting: delivery, row: row.id, until: again)
            outcome.fail(with: failure)
            try note(outcome, of: row, call, in: tx)
            try call.report(delivery, postponedBy: failure, in: tx)
        } else {
            try Outbox.remove(row, at: call.now, width: width, in: tx)
            let outcome = try call.bury(delivery, failure, in: tx)
            try note(outcome, of: row, call, in: tx)
            let ending = DeliveryEnding(outcome, failure, attempts: delivery.attempts)
            try call.report(delivery, ending, in: tx)
        }
    }

    /// Writes down what came of an attempt.
    private func note(
        _ outcome: StepOutcome, of row: OutboxRow, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard let flow = row.delivery.flow else { return }
        var outcome = outcome
        outcome.attempts = max(1, outcome.attempts)
        let step = Step(
            .attempt, at: call.now, of: .flow(flow), subject: row.delivery.source, name: row.delivery.id,
            outcomes: [outcome])
        try call.kernel.journal.note(step, in: tx)
    }

    /// How many deliveries of a lane to the outside may be due or under way at once.
    func width(of lane: String?) -> Int { flights.withLock { $0.width(of: lane) } }

    private func runOutside(_ kernel: Kernel) async {
        while !Task.isCancelled {
            do {
                let now = kernel.time.now
                let sweep = try await sweepOutside(kernel, at: now)
                for row in sweep.rows {
                    // Here, so that what is paced leaves in its order.
                    let slot = pacer.slot(for: row.delivery, at: kernel.time.now)
                    kernel.duties.run { await self.carry(row, at: slot, kernel) }
                }
                let isMoving = try await park(sweep.crowded, at: now, kernel) || !sweep.rows.isEmpty
                if isMoving, sweep.isCutShort { continue }
                await pause(outsideSignal, until: sweep.next.map { max($0, now + .milliseconds(1)) }, kernel)
            } catch {
                kernel.log.error("courier: \(error)")
                await pause(outsideSignal, until: kernel.time.now + Self.faultPause, kernel)
            }
        }
    }

    private struct Sweep {
        /// Rows that leave now; they count as under way.
        var rows: [OutboxRow] = []
        /// Rows whose endpoint has as many under way as it may.
        var crowded: [OutboxHead] = []
        /// Whether more may be due.
        var isCutShort = false
        /// When more will be.
        var next: Instant?
    }

    /// Looks through what is due and not under way.
    private func sweepOutside(_ kernel: Kernel, at now: Instant) async throws -> Sweep {
        let flights = flights.withLock { $0 }
        guard flights.hasRoom else { return Sweep() }
        let limit = flights.count + Flights.sweepMax
        let sweep = try await kernel.store.read { tx in
            let heads = try Outbox.heads(dueAt: now, limit: limit, in: tx)
            let (leaving, crowded) = flights.choose(among: heads)
            let rows = try leaving.compactMap { try Outbox.row($0.id, in: tx) }
            return Sweep(
                rows: rows, crowded: crowded, isCutShort: heads.count == limit,
                next: try Outbox.nextDueAfter(now, in: tx))
        }
        self.flights.withLock { flights in
            for row in sweep.rows { flights.begin(row.id, in: row.lane, size: row.delivery.payload.count) }
        }
        return sweep
    }

    /// Parks rows until others of their endpoint have ended, so that they are not looked through again and
    /// again; answers whether any was.
    private func park(_ heads: [OutboxHead], at now: Instant, _ kernel: Kernel) async throws -> Bool {
        guard !heads.isEmpty else { return false }
        return try await kernel.store.write(label: "kernel.courier") { tx in
            try heads.reduce(false) {
                try Outbox.park($1, at: now, width: self.width(of: $1.lane), in: tx) || $0
            }
        }
    }

    /// Takes a delivery out of the process when the rate of its endpoint allows.
    func exchange(_ delivery: Delivery, _ kernel: Kernel) async throws -> OutboundResponse {
        if let slot = pacer.slot(for: delivery, at: kernel.time.now) {
            await kernel.time.sleep(until: slot)
            try Task.checkCancellation()
        }
        return try await kernel.outside.carry(delivery)
    }

    private func carry(_ row: OutboxRow, at slot: Instant?, _ kernel: Kernel) async {
        let failure: (any Error)?
        var answer: OutboundResponse?
        if let slot {
            await kernel.time.sleep(until: slot)
            // The row stays for the next start.
            guard !Task.isCancelled else { return flights.withLock { $0.end(row.id) } }
        }
        do {
            let delivery = row.delivery.marked(attempt: row.delivery.attempts + 1)
            if let action = delivery.calledAction {
                try await kernel.perform(action, for: delivery, scope: row.scope)
            } else if delivery.isAsked {
                try await kernel.ask(delivery, scope: row.scope)
            } else {
                answer = try await kernel.outside.carry(delivery)
            }
            failure = nil
        } catch {
            failure = error
        }
        flights.withLock { $0.note(success: failure == nil, of: row.delivery, in: row.lane) }
        do {
            try await kernel.store.write(label: "kernel.courier") { [answer] tx in
                let now = kernel.time.now
                let scope = try kernel.scopes.scope(id: row.scope, in: tx)
                let call = Kernel.Call.internal(kernel, scope ?? .none, now: now, trace: row.delivery.trace)
                if let failure {
                    try self.settle(row, failed: failure, call, in: tx)
                } else {
                    try Outbox.remove(row, at: now, width: self.width(of: row.lane), in: tx)
                    var delivered = row.delivery
                    delivered.attempts += 1
                    let outcome = StepOutcome(arrived: delivered, as: nil)
                    try self.note(outcome, of: row, call, in: tx)
                    let ending = DeliveryEnding(outcome, answer: answer, attempts: delivered.attempts)
                    try call.report(delivered, ending, in: tx)
                }
            }
        } catch {
            kernel.log.error("courier: the outcome of delivery \(row.delivery.id) was not stored: \(error)")
            // It will be repeated, since nobody knows of it; not at once, for the store may take nothing for
            // a while.
            await kernel.time.sleep(until: kernel.time.now + Self.faultPause)
        }
        flights.withLock { $0.end(row.id) }
        outsideSignal.fire()
    }
}

extension Delivery {
    /// When to try again, or nil when attempts, age or the kind of failure forbid it.
    func nextAttempt(after failure: DeliveryFailure, at now: Instant, since createdAt: Instant) -> Instant? {
        guard failure.isRetryable, attempts < retry.attemptsMax + 1 else { return nil }
        let next = now + max(retry.pause(beforeAttempt: attempts, of: id), failure.retryAfter ?? .zero)
        return next - createdAt <= retry.ageMax ? next : nil
    }
}

extension DeliveryFailure {
    /// What a receiver threw, as a failure: an error of the service's own is final, a fault of ours is tried
    /// again.
    init(describing error: any Error) {
        if let failure = error as? DeliveryFailure {
            self = failure
        } else if let failure = error as? any Failure {
            let isThrottled = failure.status == 429
            let isFault = failure.status >= 500 && !(failure is NotImplemented)
            self.init(isRetryable: isFault || isThrottled, code: failure.code, message: failure.message)
        } else {
            self.init(isRetryable: true, code: "INTERNAL_ERROR", message: "\(error)")
        }
    }
}
