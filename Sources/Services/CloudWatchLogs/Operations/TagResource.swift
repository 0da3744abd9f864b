internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Adds tags to a group, or to a part of a delivery, by its ARN.
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let arn = try Self.taggable(input.resourceArn, call, in: tx)
            try Tags.set(input.tags, on: arn, in: tx)
            return Unit()
        }
    }
}
