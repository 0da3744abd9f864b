internal import Kernel
internal import Logging
internal import Store

/// Sends on, piece by piece, what the sender of an event did not wait for.
struct FanOut: Sendable {
    /// Deliveries sent in one transaction.
    static let deliveriesMax = 64
    static let retryPause: Duration = .seconds(1)

    let service: EventBridge

    private var kernel: Kernel { service.kernel }

    func run() async {
        while !Task.isCancelled {
            do {
                if let row = try await kernel.store.read({ tx in try PendingEvents.first(in: tx) }) {
                    try await work(off: row)
                } else {
                    await service.fanOutSignal.wait()
                }
            } catch {
                guard !Task.isCancelled else { return }
                kernel.log.error("events: \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    private func work(off row: PendingEvent) async throws {
        guard let snapshot = try await service.buses.current(row.bus, kernel.store) else {
            return try await kernel.store.write(label: "events.drop") { [kernel, service] tx in
                try PendingEvents.remove(row.id, in: tx)
                let scope = try row.event.flow.flatMap { _ in ARN(row.bus) }.map {
                    try kernel.scopes.scope(account: $0.account, region: $0.region, in: tx)
                }
                guard let scope else { return }
                let call = Kernel.Call.internal(kernel, scope, trace: row.event.trace)
                try service.note(row.event, at: row.bus, [], isFirst: true, call, in: tx)
            }
        }
        let takers = snapshot.takers(of: row.event)
        var place: FanOutPlace? = row.place
        while let current = place, !Task.isCancelled {
            place = try await send(row, to: takers, after: current)
        }
    }

    /// One piece; answers the place from which to go on, or nil at the end.
    private func send(
        _ row: PendingEvent, to takers: EventTakers, after place: FanOutPlace
    ) async throws -> FanOutPlace? {
        let (kernel, service) = (kernel, service)
        return try await kernel.store.write(label: "events.fanout") { tx in
            guard let arn = ARN(row.bus) else {
                try PendingEvents.remove(row.id, in: tx)
                return nil
            }
            let scope = try kernel.scopes.scope(account: arn.account, region: arn.region, in: tx)
            let call = Kernel.Call.internal(kernel, scope, trace: row.event.trace)
            // Events that came by PutEvents were archived as they came.
            if place.isStart, row.isFresh {
                for archive in takers.archives { try archive.keep(row.event, in: tx) }
            }
            var outcomes: [StepOutcome] = []
            let isFirst = place.isStart && row.isFresh
            for rule in takers.rules where rule.id >= place.rule {
                for target in rule.targets where place.precedes(rule: rule.id, target: target.id) {
                    outcomes.append(try target.send(row.event, of: rule, call, in: tx))
                    guard outcomes.count == Self.deliveriesMax else { continue }
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
}
