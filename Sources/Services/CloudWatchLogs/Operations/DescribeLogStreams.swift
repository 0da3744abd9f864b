internal import CloudWatchLogsInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudWatchLogs {
    /// Lists the streams of a group, by name or by the time of their last event.
    func describeLogStreams(_ input: DescribeLogStreamsInput, _ call: Call) async throws
        -> DescribeLogStreamsOutput
    {
        let name = try Self.groupName(input.logGroupName, input.logGroupIdentifier)
        let prefix = input.logStreamNamePrefix ?? ""
        let byTime = input.orderBy == "LastEventTime"
        if byTime, !prefix.isEmpty {
            throw InvalidParameterException("Cannot order by LastEventTime with a logStreamNamePrefix.")
        }
        let question = "streams:\(name):\(prefix):\(byTime):\(input.descending ?? false)"
        let place = try Self.place(input.nextToken, question)
        let limit = input.limit ?? 50
        return try await call.read { tx in
            let group = try Groups.named(name, call.scope, in: tx)
            let offset = byTime ? place.first.flatMap { Int($0) } ?? 0 : 0
            let found =
                try byTime
                ? Streams.byLastEvent(
                    group, descending: input.descending ?? false, offset: offset, limit: limit, in: tx)
                : Self.byName(group, prefix, place.first, input.descending ?? false, limit, in: tx)
            let next = byTime ? String(offset + found.count) : found.last?.name ?? ""
            return DescribeLogStreamsOutput(
                logStreams: found.map { Self.described($0, of: group, call) },
                nextToken: found.count < limit ? nil : PageToken.encode([next], for: question))
        }
    }

    private static func byName(
        _ group: Group, _ prefix: String, _ place: String?, _ descending: Bool, _ limit: Int,
        in tx: borrowing Transaction
    ) throws -> [Stream] {
        descending
            ? try Streams.byNameDescending(
                group, prefix: prefix, before: place ?? "\u{10FFFF}", limit: limit, in: tx)
            : try Streams.byName(group, prefix: prefix, after: place ?? "", limit: limit, in: tx)
    }

    private static func described(
        _ stream: Stream, of group: Group, _ call: Call
    ) -> LogStream {
        let arn = "\(Group.arn(group.name, call.scope)):log-stream:\(stream.name)"
        return LogStream(
            logStreamName: stream.name, creationTime: Int(stream.createdAt.milliseconds),
            firstEventTimestamp: stream.firstEventAt.map { Int($0.milliseconds) },
            lastEventTimestamp: stream.lastEventAt.map { Int($0.milliseconds) },
            lastIngestionTime: stream.lastIngestedAt.map { Int($0.milliseconds) },
            uploadSequenceToken: stream.lastIngestedAt.map { "\(stream.id)\($0.milliseconds)" }, arn: arn,
            storedBytes: 0)
    }

    /// The group that a call names, by name or by ARN, but not by both.
    static func groupName(_ name: String?, _ identifier: String?) throws -> String {
        switch (name, identifier) {
        case (let name?, nil): return name
        case (nil, let identifier?): return Group.name(in: identifier)
        default:
            throw InvalidParameterException(
                "Exactly one of logGroupName and logGroupIdentifier must be specified.")
        }
    }

    /// What a token says, or nothing for none.
    static func place(_ token: String?, _ question: String) throws -> [String] {
        guard let token else { return [] }
        guard let place = PageToken.decode(token, for: question) else {
            throw InvalidParameterException("The specified nextToken is invalid.")
        }
        return place
    }
}
