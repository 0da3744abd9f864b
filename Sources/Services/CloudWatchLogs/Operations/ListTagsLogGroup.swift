internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// The tags of a group, by its name.
    func listTagsLogGroup(_ input: ListTagsLogGroupInput, _ call: Call) async throws -> ListTagsLogGroupOutput
    {
        try await call.read { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            return ListTagsLogGroupOutput(tags: try Tags.of(Group.arn(group.name, call.scope), in: tx))
        }
    }
}
