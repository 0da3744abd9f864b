internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Sets for how many days a group keeps its events; older ones go within the hour.
    func putRetentionPolicy(_ input: PutRetentionPolicyInput, _ call: Call) async throws -> Unit {
        guard Group.retentionDays.contains(input.retentionInDays) else {
            let allowed = Group.retentionDays.sorted().map(String.init).joined(separator: ", ")
            throw InvalidParameterException(
                "1 validation error detected: Value '\(input.retentionInDays)' at 'retentionInDays' "
                    + "failed to satisfy constraint: Member must satisfy enum value set: [\(allowed)]")
        }
        return try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            try Groups.setRetention(input.retentionInDays, of: group, in: tx)
            try Retention.start(group, call, in: tx)
            return Unit()
        }
    }
}
