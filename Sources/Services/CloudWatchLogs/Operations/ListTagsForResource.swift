internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// The tags of a group, by its ARN.
    func listTagsForResource(_ input: ListTagsForResourceInput, _ call: Call) async throws
        -> ListTagsForResourceOutput
    {
        try await call.read { tx in
            let group = try Groups.named(Group.name(in: input.resourceArn), call.scope, in: tx)
            return ListTagsForResourceOutput(tags: try Tags.of(Group.arn(group.name, call.scope), in: tx))
        }
    }
}
