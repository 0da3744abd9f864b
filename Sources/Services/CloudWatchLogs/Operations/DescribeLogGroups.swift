internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lists log groups by name, fifty at a time.
    func describeLogGroups(_ input: DescribeLogGroupsInput, _ call: Call) async throws
        -> DescribeLogGroupsOutput
    {
        if input.logGroupNamePattern != nil, input.logGroupNamePrefix != nil {
            throw InvalidParameterException(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
        }
        if input.logGroupIdentifiers != nil {
            throw NotImplemented("DescribeLogGroups with logGroupIdentifiers")
        }
        let prefix = input.logGroupNamePrefix ?? ""
        let question = "groups:\(prefix):\(input.logGroupNamePattern ?? "")"
        let start = try Self.place(input.nextToken, question).first ?? ""
        let limit = input.limit ?? 50
        return try await call.read { tx in
            var found: [Group] = []
            var last = start
            while found.count < limit {
                let page = try Groups.list(prefix: prefix, after: last, limit: limit, call.scope, in: tx)
                for group in page where found.count < limit {
                    last = group.name
                    if input.logGroupNamePattern.map({ Self.contains($0, in: group.name) }) ?? true {
                        found.append(group)
                    }
                }
                if page.count < limit { last = ""; break }
            }
            return DescribeLogGroupsOutput(
                logGroups: found.map { Self.described($0, call) },
                nextToken: last.isEmpty ? nil : PageToken.encode([last], for: question))
        }
    }

    /// Case-insensitive containment, as the pattern of a listing is meant.
    private static func contains(_ pattern: String, in name: String) -> Bool {
        name.lowercased().contains(pattern.lowercased())
    }

    private static func described(_ group: Group, _ call: Call) -> LogGroup {
        let arn = Group.arn(group.name, call.scope).description
        return LogGroup(
            logGroupName: group.name, creationTime: Int(group.createdAt.milliseconds),
            retentionInDays: group.retentionDays, metricFilterCount: 0, arn: "\(arn):*",
            storedBytes: group.storedBytes, logGroupClass: "STANDARD", logGroupArn: arn)
    }
}
