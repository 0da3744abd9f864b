internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Adds tags to a group, by its name.
    func tagLogGroup(_ input: TagLogGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            try Tags.set(input.tags, on: Group.arn(group.name, call.scope), in: tx)
            return Unit()
        }
    }
}
