internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Removes a stream; its events go piece by piece behind it.
    func deleteLogStream(_ input: DeleteLogStreamInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            let stream = try Streams.named(input.logStreamName, in: group, tx)
            try Streams.remove(stream, in: tx)
            try Retention.clear(stream, call, in: tx)
            return Unit()
        }
    }
}
