internal import Synchronization

/// Counters and timings of the server, for `/_apus/metrics` in the text format of Prometheus.
///
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>
public final class Metrics: Sendable {
    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    private struct Timing {
        var count = 0
        var sum = Duration.zero
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
    }

    /// Upper bounds of the latency histogram, in seconds.
    static let bounds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30]

    private let counters = Mutex<[Key: Int]>([:])
    private let timings = Mutex<[Key: Timing]>([:])
    private let gauges = Mutex<[String: @Sendable () -> Double]>([:])

    public init() {}

    public func count(_ name: String, service: String, by amount: Int = 1) {
        counters.withLock { $0[Key(name: name, labels: "service=\"\(service)\""), default: 0] += amount }
    }

    /// One answered request.
    public func record(service: String, operation: String, status: Int, took duration: Duration) {
        let labels = "service=\"\(service)\",operation=\"\(operation)\""
        let outcome = status >= 500 ? "fault" : status >= 400 ? "error" : "ok"
        counters.withLock {
            $0[Key(name: "apus_requests_total", labels: "\(labels),outcome=\"\(outcome)\""), default: 0] += 1
        }
        timings.withLock { timings in
            let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
            let bucket = Self.bounds.firstIndex { seconds <= $0 }
            let key = Key(name: "apus_request_seconds", labels: labels)
            timings[key, default: Timing()].count += 1
            timings[key, default: Timing()].sum += duration
            if let bucket { timings[key, default: Timing()].buckets[bucket] += 1 }
        }
    }

    /// A value that is asked for when somebody looks.
    public func gauge(_ name: String, _ value: @escaping @Sendable () -> Double) {
        gauges.withLock { $0[name] = value }
    }

    /// All of it as text.
    public func text() -> String {
        var lines: [String] = []
        for (key, value) in counters.withLock({ $0 }).sorted(by: {
            ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels)
        }) {
            lines.append("\(key.name){\(key.labels)} \(value)")
        }
        for (key, timing) in timings.withLock({ $0 }).sorted(by: { $0.key.labels < $1.key.labels }) {
            var cumulative = 0
            for (bound, count) in zip(Self.bounds, timing.buckets) {
                cumulative += count
                lines.append("\(key.name)_bucket{\(key.labels),le=\"\(bound)\"} \(cumulative)")
            }
            lines.append("\(key.name)_bucket{\(key.labels),le=\"+Inf\"} \(timing.count)")
            let seconds =
                Double(timing.sum.components.seconds) + Double(timing.sum.components.attoseconds) / 1e18
            lines.append("\(key.name)_sum{\(key.labels)} \(seconds)")
            lines.append("\(key.name)_count{\(key.labels)} \(timing.count)")
        }
        for (name, value) in gauges.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            lines.append("\(name) \(value())")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
