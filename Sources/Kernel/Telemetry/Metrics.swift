internal import Synchronization

/// Counters and timings of the server, for `/_apus/metrics` in the text format of Prometheus.
///
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>
public final class Metrics: Sendable {
    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    /// Upper bounds of the latency histogram, in seconds.
    static let bounds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30]

    private let counters = Mutex<[Key: Int]>([:])
    private let meters = Mutex<[Key: RequestMeter]>([:])
    private let gauges = Mutex<[String: @Sendable () -> Double]>([:])

    public init() {}

    public func count(_ name: String, service: String, by amount: Int = 1) {
        counters.withLock { $0[Key(name: name, labels: "service=\"\(service)\""), default: 0] += amount }
    }

    /// The meter of an operation, the same for every caller. Who records often keeps it.
    public func meter(service: String, operation: String) -> RequestMeter {
        let key = Key(name: service, labels: operation)
        return meters.withLock { meters in
            if let meter = meters[key] { return meter }
            let meter = RequestMeter()
            meters[key] = meter
            return meter
        }
    }

    /// One answered request.
    public func record(service: String, operation: String, status: Int, took duration: Duration) {
        meter(service: service, operation: operation).record(status: status, took: duration)
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
        for (key, meter) in meters.withLock({ $0 }).sorted(by: {
            ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels)
        }) {
            lines += meter.lines(labels: "service=\"\(key.name)\",operation=\"\(key.labels)\"")
        }
        for (name, value) in gauges.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            lines.append("\(name) \(value())")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
