internal import Kernel
internal import Wire

/// What closes the log of a run.
struct RunReport {
    let requestID: String
    let duration: Duration
    let memoryMegabytes: Int
    let peakMegabytes: Int
    let initDuration: Duration?
    /// `timeout` or `error`; nil for a run that the runtime answered, well or not.
    let status: String?
    var errorType: String?
    /// The runtime answered an error.
    var isFailure = false

    private var billedMilliseconds: Int64 {
        ((duration + (initDuration ?? .zero)).microseconds + 999) / 1000
    }

    var lines: String {
        var line = "REPORT RequestId: \(requestID)\tDuration: \(milliseconds(duration)) ms\t"
        line += "Billed Duration: \(billedMilliseconds) ms\tMemory Size: \(memoryMegabytes) MB\t"
        line += "Max Memory Used: \(peakMegabytes) MB\t"
        if let initDuration { line += "Init Duration: \(milliseconds(initDuration)) ms\t" }
        if let status { line += "Status: \(status)" }
        if status != nil, let errorType { line += "\tError Type: \(errorType)" }
        return "END RequestId: \(requestID)\n\(line)\n"
    }

    /// The same figures for a log of JSON.
    var metrics: JSON {
        var metrics: JSONObject = [
            "durationMs": .number(milliseconds(duration)),
            "billedDurationMs": .number(String(billedMilliseconds)),
            "memorySizeMB": .number(String(memoryMegabytes)),
            "maxMemoryUsedMB": .number(String(peakMegabytes)),
        ]
        if let initDuration { metrics["initDurationMs"] = .number(milliseconds(initDuration)) }
        return .object(metrics)
    }

    var isSuccess: Bool { status == nil && !isFailure }

    func addStatus(to record: inout JSONObject) {
        record["status"] = .string(status ?? (isFailure ? "error" : "success"))
        record["errorType"] = errorType.map { .string($0) }
    }

    /// Two digits behind the point.
    func milliseconds(_ duration: Duration) -> String {
        let hundredths = (duration.microseconds + 5) / 10
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension Duration {
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}
