internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// The tags of a group, or of a part of a delivery, by its ARN.
    func listTagsForResource(_ input: ListTagsForResourceInput, _ call: Call) async throws
        -> ListTagsForResourceOutput
    {
        try await call.read { tx in
            let arn = try Self.taggable(input.resourceArn, call, in: tx)
            return ListTagsForResourceOutput(tags: try Tags.of(arn, in: tx))
        }
    }
}
