internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lets a group keep its events for ever.
    func deleteRetentionPolicy(_ input: DeleteRetentionPolicyInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            try Groups.setRetention(nil, of: group, in: tx)
            return Unit()
        }
    }
}
