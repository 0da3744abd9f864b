internal import Kernel
internal import Wire

/// An event that a bus has taken in, as its envelope, and what travels beside it.
/// <https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html>
struct Event: Sendable {
    let id: String
    /// The envelope as JSON: what rules match and targets get.
    let bytes: [UInt8]
    /// The time that the envelope tells, in whole seconds as events tell it.
    let time: Instant
    let ingestedAt: Instant
    /// The trace it belongs to.
    let trace: String
    /// The flow that it begins or belongs to; nil for one that was stored before there were flows.
    var flow: Flow?
    /// The trace header that the sender gave; targets get it.
    var traceHeader: String?
    /// The request that brought it, for buses that log it.
    var request: String?
    /// How many buses have passed it on.
    var hops = 0
    /// What a replay that sends it again says of it.
    var replay: ReplayMark?

    /// Seconds alone, as events spell times.
    static func time(_ instant: Instant) -> String {
        Timestamp(milliseconds: Int(instant.seconds) * 1000).text(.iso8601)
    }

    /// The time that an envelope tells; nil when it tells none.
    static func time(told text: String?) -> Instant? {
        text.flatMap { Timestamp(parsing: $0, .iso8601) }.map { Instant($0) }
    }
}

/// Marks an event that is sent again: it is not archived again, and some rules alone may get it.
struct ReplayMark: Sendable {
    /// The name of the replay.
    let name: String
    /// ARNs of the rules that get it; empty for all.
    let rules: Set<String>

    func admits(_ rule: ActiveRule) -> Bool { rules.isEmpty || rules.contains(rule.arn) }
}

extension Event {
    /// All but the envelope, as it is stored.
    var header: String {
        var object: JSONObject = [
            "id": .string(id), "time": .number(String(time.milliseconds)),
            "ingestedAt": .number(String(ingestedAt.milliseconds)), "trace": .string(trace),
            "hops": .number(String(hops)),
        ]
        object["traceHeader"] = traceHeader.map { .string($0) }
        object["request"] = request.map { .string($0) }
        object["flow"] = flow.map { .number(String($0.number)) }
        object["replay"] = replay.map { .array($0.rules.sorted().map { .string($0) }) }
        object["replayName"] = replay.map { .string($0.name) }
        return JSON.object(object).text
    }

    init(header text: String, bytes: [UInt8]) throws(JSONError) {
        let header = try JSON(parsing: text)
        id = header["id"]?.string ?? ""
        self.bytes = bytes
        ingestedAt = Instant(milliseconds: Int64(header["ingestedAt"]?.integer ?? 0))
        if let told = header["time"]?.integer {
            time = Instant(milliseconds: Int64(told))
        } else {
            // Stored before the time stood here.
            time = Self.time(told: try JSON(parsing: bytes)["time"]?.string) ?? ingestedAt
        }
        trace = header["trace"]?.string ?? ""
        traceHeader = header["traceHeader"]?.string
        request = header["request"]?.string
        hops = header["hops"]?.integer ?? 0
        flow = header["flow"]?.integer.flatMap { Flow(stored: Int64($0)) }
        replay = (header["replay"]?.array).map {
            ReplayMark(name: header["replayName"]?.string ?? "", rules: Set($0.compactMap(\.string)))
        }
    }
}

/// What an event says, before it is written as an envelope.
struct Envelope {
    let id: String
    let detailType: String
    let source: String
    let account: String
    let time: Instant
    let region: String
    let resources: [String]
    let detail: JSON

    /// The time as the envelope tells it.
    var told: Instant { Instant(milliseconds: time.seconds * 1000) }

    /// The envelope in the order of members in which EventBridge writes it.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(512)
        func member(_ prefix: String, _ value: String) {
            out += prefix.utf8
            JSON.write(string: value, to: &out)
        }
        member(#"{"version":"0","id":"#, id)
        member(#","detail-type":"#, detailType)
        member(#","source":"#, source)
        member(#","account":"#, account)
        member(#","time":"#, Event.time(time))
        member(#","region":"#, region)
        out += #","resources":"#.utf8
        JSON.array(resources.map { .string($0) }).write(to: &out)
        out += #","detail":"#.utf8
        detail.write(to: &out)
        out.append(UInt8(ascii: "}"))
        return out
    }
}
