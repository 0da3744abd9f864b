public import Wire

/// What a service finds out, when asked, about something that came its way.
public struct Finding: Sendable {
    public enum State: String, Sendable {
        /// It is where it was sent.
        case arrived
        /// It waits, for a moment or for somebody.
        case waiting
        /// It has been done with.
        case done
        /// A pattern or a filter did not want it, or nobody was there to want it.
        case notMatched
        /// An attempt failed.
        case failed
        /// It was given up and is among the dead letters.
        case dead
        /// It was given up, and is nowhere.
        case lost
        /// What became of it is not known any more.
        case unknown
    }

    /// Findings about one step, and steps of one flow.
    public static let countMax = 1000

    public var state: State
    /// The ARN of the resource that it is about.
    public var who: String
    /// A sentence for people.
    public var text: String
    public var at: Instant?
    /// Until when it stays so at least.
    public var until: Instant?
    public var details: JSONObject = [:]

    public init(_ state: State, _ who: String, _ text: String, at: Instant? = nil, until: Instant? = nil) {
        self.state = state
        self.who = who
        self.text = text
        self.at = at
        self.until = until
    }
}

/// Where something is that was given to a resource under an identifier.
public struct Whereabouts: Sendable {
    public let name: String
    /// The ARN of the resource; empty when only the identifier is known.
    public let arn: String
    /// The row in which the resource keeps it, as it said on arrival.
    public let row: Int64
    public let now: Instant
}

/// A place on the path of an event, with all that follows from it.
public struct PathNode: Sendable {
    public var finding: Finding
    public var id: String
    public var then: [PathNode] = []

    /// What became of it in the end, at all ends of the path; attempts that others followed are none.
    var ends: [Finding.State] {
        guard !then.isEmpty, finding.state != .waiting else { return [finding.state] }
        let ends = then.flatMap(\.ends)
        let others = ends.filter { $0 != .failed }
        return others.isEmpty ? Array(ends.suffix(1)) : others
    }

    public var json: JSON {
        var object: JSONObject = ["state": .string(finding.state.rawValue)]
        object["at"] = finding.at.map { Self.time($0) }
        object["who"] = finding.who.isEmpty ? nil : .string(finding.who)
        object["id"] = id.isEmpty ? nil : .string(id)
        object["what"] = .string(finding.text)
        object["until"] = finding.until.map { Self.time($0) }
        for member in finding.details.members { object[member.name] = member.value }
        if !then.isEmpty { object["then"] = .array(then.map(\.json)) }
        return .object(object)
    }

    static func time(_ instant: Instant) -> JSON {
        .string(instant.timestamp.text(.iso8601, alwaysMilliseconds: true))
    }
}
