internal import CloudWatchLogsInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudWatchLogs {
    /// Events looked at in one call; what is beyond is reached by the token, as AWS does with large groups.
    static let scanMax = 10_000

    /// Finds the events of a group, or of some of its streams, that match a pattern, in the order of their
    /// time.
    func filterLogEvents(_ input: FilterLogEventsInput, _ call: Call) async throws -> FilterLogEventsOutput {
        let name = try Self.groupName(input.logGroupName, input.logGroupIdentifier)
        if input.logStreamNames != nil, input.logStreamNamePrefix != nil {
            throw InvalidParameterException(
                "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.")
        }
        let pattern = try FilterPattern(input.filterPattern ?? "")
        let question = "filter:\(name):\(input.filterPattern ?? "")"
        let place = try Self.place(input.nextToken, question)
        let from: EventPlace =
            if place.count == 2, let at = Int64(place[0]), let id = Int64(place[1]) {
                EventPlace(at: Instant(milliseconds: at), id: id)
            } else {
                EventPlace(at: Instant(milliseconds: Int64(input.startTime ?? 0)), id: -1)
            }
        // The end is part of what is asked for here, unlike in GetLogEvents.
        let end = input.endTime.map { Instant(milliseconds: Int64($0) + 1) } ?? .distantFuture
        let limit = input.limit ?? Self.scanMax
        return try await call.read { tx in
            let group = try Groups.named(name, call.scope, in: tx)
            let seen = try Events.ofGroup(group, after: from, until: end, limit: Self.scanMax, in: tx)
            let names = try Streams.names(Set(seen.map(\.stream)), in: tx)
            var found: [FilteredLogEvent] = []
            var bytes = 0
            var last: Event?
            for event in seen {
                guard found.count < limit, bytes < Self.pageBytesMax else { break }
                last = event
                let stream = names[event.stream] ?? ""
                guard Self.isAsked(stream, input), pattern.matches(event.message) else { continue }
                bytes += event.message.utf8.count + Event.overheadBytes
                found.append(Self.filtered(event, stream))
            }
            let isMore = last.map { $0.id != seen.last?.id || seen.count == Self.scanMax } ?? false
            let next = isMore ? last.map { [String($0.at.milliseconds), String($0.id)] } : nil
            return FilterLogEventsOutput(
                events: found, searchedLogStreams: [],
                nextToken: next.map { PageToken.encode($0, for: question) })
        }
    }

    private static func isAsked(_ stream: String, _ input: FilterLogEventsInput) -> Bool {
        if let names = input.logStreamNames { return names.contains(stream) }
        return input.logStreamNamePrefix.map { stream.hasPrefix($0) } ?? true
    }

    private static func filtered(_ event: Event, _ stream: String) -> FilteredLogEvent {
        FilteredLogEvent(
            logStreamName: stream, timestamp: Int(event.at.milliseconds), message: event.message,
            ingestionTime: Int(event.ingestedAt.milliseconds), eventId: String(event.id))
    }
}
