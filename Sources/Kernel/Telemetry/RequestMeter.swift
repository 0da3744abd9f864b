internal import Synchronization

/// Counts and times the requests of one operation.
public final class RequestMeter: Sendable {
    private struct State {
        var ok = 0
        var errors = 0
        var faults = 0
        var nanoseconds: Int64 = 0
        var buckets = [Int](repeating: 0, count: RequestMeter.bounds.count)
    }

    /// The bounds of the histogram in nanoseconds.
    private static let bounds = Metrics.bounds.map { Int64($0 * 1e9) }

    private let state = Mutex(State())

    init() {}

    /// One answered request.
    public func record(status: Int, took duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
        state.withLock { state in
            if status >= 500 {
                state.faults += 1
            } else if status >= 400 {
                state.errors += 1
            } else {
                state.ok += 1
            }
            state.nanoseconds &+= nanoseconds
            for index in Self.bounds.indices where nanoseconds <= Self.bounds[index] {
                state.buckets[index] += 1
                break
            }
        }
    }

    /// The counts as text, nothing while there are none.
    func lines(labels: String) -> [String] {
        let state = state.withLock { $0 }
        let count = state.ok + state.errors + state.faults
        guard count > 0 else { return [] }
        var lines: [String] = []
        for (outcome, value) in [("error", state.errors), ("fault", state.faults), ("ok", state.ok)]
        where value > 0 {
            lines.append("apus_requests_total{\(labels),outcome=\"\(outcome)\"} \(value)")
        }
        let name = "apus_request_seconds"
        var cumulative = 0
        for (bound, count) in zip(Metrics.bounds, state.buckets) {
            cumulative += count
            lines.append("\(name)_bucket{\(labels),le=\"\(bound)\"} \(cumulative)")
        }
        lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(count)")
        lines.append("\(name)_sum{\(labels)} \(Double(state.nanoseconds) / 1e9)")
        lines.append("\(name)_count{\(labels)} \(count)")
        return lines
    }
}
