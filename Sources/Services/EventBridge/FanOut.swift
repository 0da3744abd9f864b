internal import Kernel
internal import Logging
internal import Store

/// Sends on, piece by piece, what the sender of an event did not wait for.
struct FanOut: Sendable {
    /// Deliveries sent in one transaction.
    static let deliveriesMax = 64
    /// Events looked at together.
    static let eventsMax = 16
    static let retryPause: Duration = .seconds(1)

    let service: EventBridge

    private var kernel: Kernel { service.kernel }

    /// An event with those who take it, from a place on.
    private struct Waiting: Sendable {
        let row: PendingEvent
        let takers: EventTakers
        var place: FanOutPlace
    }

    func run() async {
        while !Task.isCancelled {
            do {
                let rows = try await kernel.store.read { tx in
                    try PendingEvents.first(Self.eventsMax, in: tx)
                }
                if rows.isEmpty {
                    await service.fanOutSignal.wait()
                } else {
                    try await work(off: rows)
                }
            } catch {
                guard !Task.isCancelled else { return }
                kernel.log.error("events: \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    private func work(off rows: [PendingEvent]) async throws {
        var waiting: [Waiting] = []
        for row in rows {
            let snapshot = try await service.buses.current(row.bus, kernel.store)
            waiting.append(
                Waiting(row: row, takers: snapshot?.takers(of: row.event) ?? .nobody, place: row.place))
        }
        while !waiting.isEmpty, !Task.isCancelled {
            let rest = waiting
            waiting = try await kernel.store.write(label: "events.fanout") { tx in
                try self.send(rest, in: tx)
            }
        }
    }

    /// As much as fits into one transaction; answers what is left.
    private func send(_ waiting: [Waiting], in tx: borrowing Transaction) throws -> [Waiting] {
        var free = Self.deliveriesMax
        for (index, next) in waiting.enumerated() {
            guard free > 0 else { return Array(waiting[index...]) }
            if let reached = try send(next, atMost: &free, in: tx) {
                var left = Array(waiting[index...])
                left[0].place = reached
                return left
            }
        }
        return []
    }

    /// Deliveries of one event; answers the place from which to go on, or nil at the end.
    private func send(
        _ waiting: Waiting, atMost free: inout Int, in tx: borrowing Transaction
    ) throws -> FanOutPlace? {
        let (row, place) = (waiting.row, waiting.place)
        guard let arn = ARN(row.bus) else {
            try PendingEvents.remove(row.id, in: tx)
            return nil
        }
        let scope = try kernel.scopes.scope(account: arn.account, region: arn.region, in: tx)
        let call = Kernel.Call.internal(kernel, scope, trace: row.event.trace)
        let isFirst = place.isStart && row.isFresh
        // Events that came by PutEvents were archived as they came.
        if isFirst {
            for archive in waiting.takers.archives { try archive.keep(row.event, in: tx) }
        }
        if place.isStart {
            // What came by PutEvents was logged as it came.
            try EventBridge.log(
                row.event, waiting.takers, row.isFresh ? [.ingested, .matched] : .matched, call, in: tx)
        }
        var outcomes: [StepOutcome] = []
        for rule in waiting.takers.rules where rule.id >= place.rule {
            for target in rule.targets where place.precedes(rule: rule.id, target: target.id) {
                outcomes.append(try target.send(row.event, of: rule, call, in: tx))
                free -= 1
                guard free == 0 else { continue }
                let reached = FanOutPlace(rule: rule.id, target: target.id)
                try service.note(row.event, at: row.bus, outcomes, isFirst: isFirst, call, in: tx)
                try PendingEvents.advance(row.id, to: reached, in: tx)
                return reached
            }
        }
        try PendingEvents.remove(row.id, in: tx)
        try service.note(row.event, at: row.bus, outcomes, isFirst: isFirst, call, in: tx)
        return nil
    }
}
