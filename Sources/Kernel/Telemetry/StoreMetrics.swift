internal import Store

/// What the store has done, in the text format of Prometheus.
enum StoreMetrics {
    /// Closures that are named one by one, the slowest first; the rest would only make the text long.
    static let labelsMax = 32

    static func lines(_ statistics: StoreStatistics) -> [String] {
        var lines = [
            "apus_store_commits_total \(statistics.commits)",
            "apus_store_lost_batches_total \(statistics.lostBatches)",
            "apus_store_closures_total \(statistics.closures)",
            "apus_store_largest_batch \(statistics.largestBatch)",
            "apus_store_commit_seconds_total \(seconds(statistics.commitNanoseconds))",
            "apus_store_slowest_commit_seconds \(seconds(statistics.slowestCommitNanoseconds))",
        ]
        for label in statistics.slowest.prefix(labelsMax) {
            let name = "{label=\"\(label.label)\"}"
            lines.append("apus_store_closures_by_label_total\(name) \(label.closures)")
            lines.append("apus_store_closure_seconds_total\(name) \(seconds(label.totalNanoseconds))")
            lines.append("apus_store_slowest_closure_seconds\(name) \(seconds(label.slowestNanoseconds))")
        }
        return lines
    }

    private static func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e9 }
}

extension Kernel {
    /// Counters and timings of the server and its store, as `/_apus/metrics` answers them.
    public var metricsText: String {
        metrics.text() + StoreMetrics.lines(store.statistics).joined(separator: "\n") + "\n"
    }
}
