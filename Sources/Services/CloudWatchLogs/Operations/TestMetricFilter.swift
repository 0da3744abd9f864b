internal import CloudWatchLogsInterface
internal import Kernel

extension CloudWatchLogs {
    /// Tells which of some messages a pattern matches.
    func testMetricFilter(_ input: TestMetricFilterInput, _ call: Call) async throws -> TestMetricFilterOutput
    {
        let pattern = try FilterPattern(input.filterPattern)
        let matches = input.logEventMessages.enumerated().filter { pattern.matches($0.element) }
        return TestMetricFilterOutput(
            matches: matches.map {
                MetricFilterMatchRecord(
                    eventNumber: $0.offset + 1, eventMessage: $0.element, extractedValues: [:])
            })
    }
}
