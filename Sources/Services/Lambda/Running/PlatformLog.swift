internal import Kernel
internal import LambdaInterface
internal import Wire

/// What the service itself writes into a function's log, and what of the function's own lines it keeps.
///
/// As text it writes lines for the start and the end of a run and keeps all; as JSON it writes an object for
/// each event that has at least the system's level, and keeps the lines of at least the application's.
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
struct PlatformLog: Sendable {
    private static let onDemand: JSON = "on-demand"

    let isJSON: Bool
    private let application: LogLevel
    private let system: LogLevel

    init(_ config: LoggingConfig? = nil) {
        isJSON = config?.logFormat == LogSettings.json
        application = config?.applicationLogLevel.flatMap { LogLevel($0) } ?? .info
        system = config?.systemLogLevel.flatMap { LogLevel($0) } ?? .info
    }

    /// Whether a line of the function's is kept. One that states no level has the level of information; what
    /// is no JSON is kept always.
    func keeps(_ line: some Collection<UInt8>) -> Bool {
        guard isJSON, application > .trace, line.first == UInt8(ascii: "{"),
            let entry = try? JSON(parsing: Array(line)), entry.object != nil
        else { return true }
        let text = (entry["level"] ?? entry["log_level"])?.string ?? ""
        return LogLevel(text) ?? .info >= application
    }

    /// What is noted when the worker's process starts.
    func initStart(_ facts: WorkerFacts, at moment: Instant) -> String {
        event(
            "initStart", .info, at: moment,
            [
                "initializationType": Self.onDemand, "phase": "init",
                "runtimeVersionArn": .string(facts.runtimeVersion), "functionName": .string(facts.name),
                "functionVersion": .string(facts.version),
            ])
    }

    /// What is noted when a run is handed to the process.
    func start(_ requestID: String, version: String, at moment: Instant) -> String {
        guard isJSON else { return "START RequestId: \(requestID) Version: \(version)\n" }
        return event(
            "start", .info, at: moment,
            ["requestId": .string(requestID), "version": .string(version)])
    }

    /// What is noted when a run has ended.
    func end(_ report: RunReport, at moment: Instant) -> String {
        guard isJSON else { return report.lines }
        let isFailed = !report.isSuccess
        var text = ""
        if let took = report.initDuration {
            let metrics: JSON = ["durationMs": .number(report.milliseconds(took))]
            text += event(
                "initReport", .debug, at: moment,
                ["initializationType": Self.onDemand, "phase": "init", "metrics": metrics])
        }
        var done: JSONObject = ["requestId": .string(report.requestID)]
        report.addStatus(to: &done)
        var record = done
        done["metrics"] = ["durationMs": .number(report.milliseconds(report.duration))]
        text += event("runtimeDone", isFailed ? .warn : .debug, at: moment, done)
        record["metrics"] = report.metrics
        return text + event("report", isFailed ? .warn : .info, at: moment, record)
    }

    private func event(_ name: String, _ level: LogLevel, at moment: Instant, _ record: JSONObject) -> String
    {
        guard isJSON, level >= system else { return "" }
        let line: JSON = [
            "time": .string(moment.timestamp.text(.iso8601, alwaysMilliseconds: true)),
            "type": .string("platform.\(name)"), "record": .object(record),
        ]
        return line.text + "\n"
    }
}
