internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Takes tags from a group, or from a part of a delivery, by its ARN.
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let arn = try Self.taggable(input.resourceArn, call, in: tx)
            try Tags.remove(input.tagKeys, from: arn, in: tx)
            return Unit()
        }
    }
}
