/// The line that closes the log of a run.
struct RunReport {
    let requestID: String
    let duration: Duration
    let memoryMegabytes: Int
    let peakMegabytes: Int
    let initDuration: Duration?
    let status: String?

    var lines: String {
        let billed = (duration + (initDuration ?? .zero)).microseconds
        var line = "REPORT RequestId: \(requestID)\tDuration: \(Self.text(duration)) ms\t"
        line += "Billed Duration: \((billed + 999) / 1000) ms\tMemory Size: \(memoryMegabytes) MB\t"
        line += "Max Memory Used: \(peakMegabytes) MB\t"
        if let initDuration { line += "Init Duration: \(Self.text(initDuration)) ms\t" }
        if let status { line += "Status: \(status)" }
        return "END RequestId: \(requestID)\n\(line)\n"
    }

    /// Milliseconds with two digits behind the point.
    private static func text(_ duration: Duration) -> String {
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
