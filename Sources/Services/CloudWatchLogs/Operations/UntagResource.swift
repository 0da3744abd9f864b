internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Takes tags from a group, by its ARN.
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(Group.name(in: input.resourceArn), call.scope, in: tx)
            try Tags.remove(input.tagKeys, from: Group.arn(group.name, call.scope), in: tx)
            return Unit()
        }
    }
}
