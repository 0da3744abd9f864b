internal import Kernel

extension Lambda {
    /// Counts a run for the server's own metrics.
    func record(_ outcome: Outcome, _ function: Function, _ duration: Duration) {
        kernel.metrics.count("apus_lambda_invocations_total", service: "lambda")
        if outcome.isError { kernel.metrics.count("apus_lambda_errors_total", service: "lambda") }
        kernel.metrics.record(
            service: "lambda", operation: "function", status: outcome.isError ? 500 : 200, took: duration)
    }
}
