internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Bytes of one call, each event counted with 26 bytes beyond its message.
    static let batchBytesMax = 1_048_576
    static let batchEventsMax = 10_000
    /// Time between the first and the last event of one call.
    static let batchSpanMax: Duration = .seconds(86_400)

    /// Adds events, oldest first, to a stream. Events too old or too new are left out, and their positions
    /// told.
    func putLogEvents(_ input: PutLogEventsInput, _ call: Call) async throws -> PutLogEventsOutput {
        let events = input.logEvents
        try Self.check(events)
        return try await call.write { tx in
            let group = try Groups.named(input.logGroupName, call.scope, in: tx)
            let stream = try Streams.named(input.logStreamName, in: group, tx)
            let window = Self.window(of: group, at: call.now)
            let kept = events.filter { window.contains($0.timestamp) }
            for event in kept {
                try Events.insert(
                    event.message, at: Instant(milliseconds: Int64(event.timestamp)), into: stream, of: group,
                    ingestedAt: call.now, in: tx)
            }
            if let first = kept.first, let last = kept.last {
                try Streams.note(
                    first: Instant(milliseconds: Int64(first.timestamp)),
                    last: Instant(milliseconds: Int64(last.timestamp)), at: call.now, stream, in: tx)
                try Groups.addBytes(kept.reduce(0) { $0 + $1.message.utf8.count }, to: group.id, in: tx)
            }
            return PutLogEventsOutput(
                nextSequenceToken: "\(stream.id)\(call.now.milliseconds)",
                rejectedLogEventsInfo: Self.rejected(events, window))
        }
    }

    private static func check(_ events: [InputLogEvent]) throws {
        let bytes = events.reduce(0) { $0 + $1.message.utf8.count + Event.overheadBytes }
        if bytes > batchBytesMax {
            throw InvalidParameterException(
                "Upload too large: \(bytes) bytes exceeds limit of \(batchBytesMax)")
        }
        for (event, next) in zip(events, events.dropFirst()) where next.timestamp < event.timestamp {
            throw InvalidParameterException(
                "Log events in a single PutLogEvents request must be in chronological order.")
        }
        if let first = events.first, let last = events.last,
            last.timestamp - first.timestamp > Int(batchSpanMax.milliseconds)
        {
            throw InvalidParameterException(
                "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
        }
    }

    /// Times that are taken: fourteen days back, or less by the group's retention, and two hours ahead.
    private static func window(of group: Group, at now: Instant) -> ClosedRange<Int> {
        let days = min(14, group.retentionDays ?? 14)
        let oldest = now - .seconds(86_400 * days)
        let newest = now + .seconds(7200)
        return Int(oldest.milliseconds)...Int(newest.milliseconds)
    }

    private static func rejected(
        _ events: [InputLogEvent], _ window: ClosedRange<Int>
    ) -> RejectedLogEventsInfo? {
        let old = events.lastIndex { $0.timestamp < window.lowerBound }
        let new = events.firstIndex { $0.timestamp > window.upperBound }
        guard old != nil || new != nil else { return nil }
        return RejectedLogEventsInfo(
            tooNewLogEventStartIndex: new, tooOldLogEventEndIndex: old.map { $0 + 1 })
    }
}
