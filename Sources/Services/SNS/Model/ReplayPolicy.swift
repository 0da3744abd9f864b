internal import Kernel
internal import SNSInterface
internal import Wire

/// Which archived messages a subscription gets again:
/// `{"PointType": "Timestamp", "StartingPoint": …, "EndingPoint": …}`.
/// <https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html>
struct ReplayPolicy: Sendable {
    let start: Instant
    /// Nil for all there is.
    let end: Instant?

    /// Nil for `{}` and for nothing, which end a replay.
    init?(_ text: String, _ refusal: (String) -> InvalidParameterException) throws {
        if text.isEmpty { return nil }
        let object: JSONObject?
        do { object = try JSON(parsing: text).object } catch { object = nil }
        guard let object else { throw refusal("ReplayPolicy: failed to parse JSON.") }
        if object.isEmpty { return nil }
        if let unknown = object.names.first(where: {
            !["PointType", "StartingPoint", "EndingPoint"].contains($0)
        }) {
            throw refusal("ReplayPolicy: Unexpected JSON member: \(unknown)")
        }
        guard object["PointType"] == "Timestamp" else {
            throw refusal("ReplayPolicy: PointType must be Timestamp")
        }
        func point(_ name: String) throws -> Instant? {
            guard let value = object[name] else { return nil }
            guard let text = value.string, let point = Timestamp(parsing: text, .iso8601) else {
                throw refusal("ReplayPolicy: \(name) must be a timestamp in ISO 8601 format")
            }
            return Instant(point)
        }
        guard let start = try point("StartingPoint") else {
            throw refusal("ReplayPolicy: StartingPoint must be specified")
        }
        self.start = start
        end = try point("EndingPoint")
        if let end, end < start {
            throw refusal("ReplayPolicy: EndingPoint must be later than StartingPoint")
        }
    }
}

/// Where the replay of a subscription stands, in the words that `ReplayStatus` has for it.
enum ReplayStatus: String, Sendable {
    case pending = "Pending"
    case inProgress = "In progress"
    case completed = "Completed"
    case failed = "Failed"
}

extension StoredSubscription {
    var replayStatus: ReplayStatus? { attributes["ReplayStatus"].flatMap(ReplayStatus.init) }
}
