internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Makes a log group.
    func createLogGroup(_ input: CreateLogGroupInput, _ call: Call) async throws -> Unit {
        if input.kmsKeyId != nil { throw NotImplemented("CreateLogGroup with kmsKeyId") }
        if let logClass = input.logGroupClass, logClass != "STANDARD" {
            throw NotImplemented("CreateLogGroup with logGroupClass \(logClass)")
        }
        if input.deletionProtectionEnabled == true {
            throw NotImplemented("CreateLogGroup with deletionProtectionEnabled")
        }
        return try await call.write { tx in
            try Groups.insert(input.logGroupName, call, in: tx)
            if let tags = input.tags {
                try Tags.set(tags, on: Group.arn(input.logGroupName, call.scope), in: tx)
            }
            return Unit()
        }
    }
}
