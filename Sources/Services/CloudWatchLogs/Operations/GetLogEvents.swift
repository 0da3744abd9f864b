internal import CloudWatchLogsInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudWatchLogs {
    /// Bytes of the events of one answer.
    static let pageBytesMax = 1_048_576

    /// Reads a stream forward or backward in time; a token that comes back unchanged is the end.
    func getLogEvents(_ input: GetLogEventsInput, _ call: Call) async throws -> GetLogEventsOutput {
        let name = try Self.groupName(input.logGroupName, input.logGroupIdentifier)
        let limit = input.limit ?? 10_000
        let start = Instant(milliseconds: Int64(input.startTime ?? 0))
        let end = input.endTime.map { Instant(milliseconds: Int64($0)) } ?? .distantFuture
        let token = try input.nextToken.map { try StreamToken($0) }
        return try await call.read { tx in
            let group = try Groups.named(name, call.scope, in: tx)
            let stream = try Streams.named(input.logStreamName, in: group, tx)
            let isForward = token?.isForward ?? (input.startFromHead ?? false)
            var events: [Event]
            if isForward {
                let place = token?.place ?? EventPlace(at: start, id: -1)
                events = Self.page(
                    try Events.forward(stream, after: place, until: end, limit: limit, in: tx))
            } else {
                let place = token?.place ?? EventPlace(at: end, id: -1)
                events = Self.page(
                    try Events.backward(stream, before: place, from: start, limit: limit, in: tx))
                events.reverse()
            }
            let first = events.first.map { EventPlace(at: $0.at, id: $0.id) }
            let last = events.last.map { EventPlace(at: $0.at, id: $0.id) }
            let here =
                token?.place ?? (isForward ? EventPlace(at: start, id: -1) : EventPlace(at: end, id: -1))
            return GetLogEventsOutput(
                events: events.map {
                    OutputLogEvent(
                        timestamp: Int($0.at.milliseconds), message: $0.message,
                        ingestionTime: Int($0.ingestedAt.milliseconds))
                },
                nextForwardToken: StreamToken(isForward: true, place: last ?? here).text,
                nextBackwardToken: StreamToken(isForward: false, place: first ?? here).text)
        }
    }

    /// As many events as one answer may carry.
    static func page(_ events: [Event]) -> [Event] {
        var bytes = 0
        return Array(
            events.prefix { event in
                bytes += event.message.utf8.count + Event.overheadBytes
                return bytes <= pageBytesMax
            })
    }
}

/// A place in a stream with a direction, as the tokens of `GetLogEvents` spell it.
struct StreamToken {
    let isForward: Bool
    let place: EventPlace

    init(isForward: Bool, place: EventPlace) {
        self.isForward = isForward
        self.place = place
    }

    init(_ text: String) throws {
        let parts = text.split(separator: "/")
        guard parts.count == 3, parts[0] == "f" || parts[0] == "b", let at = Int64(parts[1]),
            let id = Int64(parts[2])
        else { throw InvalidParameterException("The specified nextToken is invalid.") }
        isForward = parts[0] == "f"
        place = EventPlace(at: Instant(milliseconds: at), id: id)
    }

    var text: String { "\(isForward ? "f" : "b")/\(place.at.milliseconds)/\(place.id)" }
}
