internal import APIGatewayInterface
internal import Kernel
internal import Logging
internal import Store
internal import Synchronization

/// Counts requests against quotas: in memory, written once a second. A crash forgets what the last
/// second counted, which can only let more through.
final class UsageCounter: Sendable {
    static let interval: Duration = .seconds(1)

    struct Place: Hashable, Sendable {
        let scope: Int64
        let plan: String
        let key: String
        let day: Int
    }

    private struct State {
        /// Requests of a key by day, as far as they were read or counted.
        var used: [Place: Int] = [:]
        var unwritten: [Place: Int] = [:]
    }

    private let kernel: Kernel
    private let state = Mutex(State())
    private let signal: Signal

    init(kernel: Kernel) {
        self.kernel = kernel
        signal = Signal(activity: kernel.time.activity)
    }

    /// Counts a request; false when the quota is used up.
    func take(_ plan: UsagePlan, key: String, scope: Scope) async throws -> Bool {
        guard let quota = plan.quota, let limit = quota.limit,
            let period = QuotaPeriod(rawValue: quota.period ?? "")
        else { return true }
        let today = QuotaPeriod.day(at: kernel.time.now.seconds)
        let days = period.days(around: today)
        let places = days.map { Place(scope: scope.id, plan: plan.id ?? "", key: key, day: $0) }
        try await load(places, days)
        let (isTaken, isFirst) = state.withLock { state in
            let used = places.reduce(0) { $0 + (state.used[$1] ?? 0) }
            guard used < limit else { return (false, false) }
            let place = Place(scope: scope.id, plan: plan.id ?? "", key: key, day: today)
            state.used[place, default: 0] += 1
            let isFirst = state.unwritten.isEmpty
            state.unwritten[place, default: 0] += 1
            return (true, isFirst)
        }
        if isFirst { signal.fire() }
        return isTaken
    }

    /// Writes what was counted since the last time.
    func flush() async throws {
        let counts = state.withLock { state in
            defer { state.unwritten = [:] }
            return state.unwritten
        }
        guard !counts.isEmpty else { return }
        try await kernel.store.write(label: "apigateway.usage") { tx in
            for (place, count) in counts {
                try UsageRows.add(
                    count, plan: place.plan, key: place.key, day: place.day, scope: place.scope, in: tx)
            }
        }
    }

    func run() async {
        while !Task.isCancelled {
            await signal.wait()
            await kernel.time.sleep(until: kernel.time.now + Self.interval)
            do {
                try await flush()
            } catch {
                kernel.log.error("apigateway: usage was not written: \(error)")
            }
        }
    }

    private func load(_ places: [Place], _ days: ClosedRange<Int>) async throws {
        guard let first = places.first else { return }
        let isKnown = state.withLock { state in places.allSatisfy { state.used[$0] != nil } }
        guard !isKnown else { return }
        let used = try await kernel.store.read { tx in
            try UsageRows.used(
                plan: first.plan, key: first.key, days: days, scope: first.scope, in: tx)
        }
        state.withLock { state in
            for place in places where state.used[place] == nil { state.used[place] = used[place.day] ?? 0 }
        }
    }
}
