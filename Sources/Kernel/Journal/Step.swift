/// One step of a flow: what a service did with an event, a publication or a message, and what came of it.
public struct Step: Sendable {
    public enum Kind: Int, Sendable {
        /// A bus took an event in; the payload is the event, the outcomes are those of its rules' targets.
        case event = 1
        /// A topic copied a message; the outcomes are those of the subscriptions, the payload is the
        /// publication where a filter kept a subscription from it.
        case publication = 2
        /// A resource told another one of something.
        case delivery = 3
        /// A delivery that waited was tried again.
        case attempt = 4
        /// A function took an event for later.
        case queued = 5
        /// A function ran for an event that it took for later, or was found too busy.
        case run = 6
        /// A mapping gave a message to a function.
        case handed = 7
        /// A mapping's filters let a message pass by; the payload is what they saw.
        case filtered = 8
        /// A message went to another queue.
        case moved = 9
        /// A message was thrown away for its age.
        case expired = 10
    }

    public let place: Place
    public let kind: Kind
    public let at: Instant
    /// The ARN of who did it.
    public let subject: String
    /// Under which identifier the subject knows what it was done to.
    public let name: String
    public var outcomes: [StepOutcome]
    public var payload: [UInt8]?

    public init(
        _ kind: Kind, at: Instant, of place: Place, subject: String, name: String,
        outcomes: [StepOutcome] = [], payload: [UInt8]? = nil
    ) {
        self.kind = kind
        self.at = at
        self.place = place
        self.subject = subject
        self.name = name
        self.outcomes = outcomes
        self.payload = payload
    }
}

/// What came of a step for one of those whom it led to.
public struct StepOutcome: Sendable, Hashable {
    public enum State: String, Sendable {
        /// It is there, known under `name`.
        case arrived = "a"
        /// It was there before: a repetition within the time of deduplication, known under `name`.
        case repeated = "r"
        /// It waits for an attempt, in the row `row`; `until` is when the next one is due.
        case waiting = "w"
        /// It is given up and went to the dead letters at `deadLetter`, where it is known under `name`.
        case buried = "d"
        /// It is given up, and there is no place for dead letters.
        case lost = "l"
        /// It did its work.
        case done = "s"
        /// It failed; what follows says whether it is tried again.
        case failed = "f"
    }

    public var state: State
    /// The rule, subscription or mapping that led there.
    public var via = ""
    /// An ARN or a URL.
    public var target: String
    public var name = ""
    /// The row in which the target, or the outbox, keeps it.
    public var row: Int64 = 0
    public var until: Instant?
    public var code = ""
    public var message = ""
    /// The statement of a policy that decided against it.
    public var statement = ""
    public var deadLetter = ""
    /// Attempts made so far.
    public var attempts = 0

    public init(_ state: State, target: String) {
        self.state = state
        self.target = target
    }

    public mutating func fail(with failure: DeliveryFailure) {
        code = failure.code
        message = failure.message
        statement = failure.statement ?? ""
    }
}

extension StepOutcome {
    /// Reads a line of a row, in which fields may be shortened: see `OutcomeLines`.
    init?(line: Substring) {
        var fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard let state = fields.first.flatMap({ State(rawValue: $0) }) else { return nil }
        fields += Array(repeating: "", count: max(0, 11 - fields.count))
        self.init(state, target: fields[2])
        via = fields[1]
        name = fields[3]
        row = Int64(fields[4]) ?? 0
        until = Int64(fields[5]).map { Instant(milliseconds: $0) }
        attempts = Int(fields[6]) ?? 0
        code = fields[7]
        deadLetter = fields[8]
        statement = fields[9]
        message = fields[10]
    }
}
