internal import Kernel

/// Streams of one program or function, kept for the same time.
struct Group {
    /// Periods, in days, that a retention policy may name.
    static let retentionDays: Set<Int> = [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
        3653,
    ]

    let id: Int64
    let name: String
    let createdAt: Instant
    let retentionDays: Int?
    let storedBytes: Int

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("logs", "log-group:\(name)") }

    /// The name in an ARN of a group, with or without the `:*` that some operations add, or of a stream.
    static func name(in identifier: String) -> String {
        guard let arn = ARN(identifier) else { return identifier }
        // Names of groups have no colons.
        let name = arn.resource.dropFirst("log-group:".count)
        return String(name.prefix { $0 != ":" })
    }
}

/// The events of one source in the order of their time.
struct Stream {
    let id: Int64
    let name: String
    let createdAt: Instant
    let firstEventAt: Instant?
    let lastEventAt: Instant?
    let lastIngestedAt: Instant?
}

/// One line of a log.
struct Event {
    let id: Int64
    let stream: Int64
    let at: Instant
    let ingestedAt: Instant
    let message: String

    /// What an event counts beyond the bytes of its message.
    static let overheadBytes = 26
}
