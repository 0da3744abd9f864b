internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Removes a log group; its events go piece by piece behind it.
    func deleteLogGroup(_ input: DeleteLogGroupInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            try Groups.remove(group, in: tx)
            try Tags.removeAll(of: Group.arn(group.name, call.scope), in: tx)
            try Retention.clear(group, call, in: tx)
            return Unit()
        }
    }
}
