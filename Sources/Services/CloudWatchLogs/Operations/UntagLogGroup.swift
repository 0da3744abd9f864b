internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Takes tags from a group, by its name.
    func untagLogGroup(_ input: UntagLogGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            try Tags.remove(input.tags, from: Group.arn(group.name, call.scope), in: tx)
            return Unit()
        }
    }
}
