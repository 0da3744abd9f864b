internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Makes a stream in a log group.
    func createLogStream(_ input: CreateLogStreamInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            try Streams.insert(input.logStreamName, into: group, at: call.now, in: tx)
            return Unit()
        }
    }
}
