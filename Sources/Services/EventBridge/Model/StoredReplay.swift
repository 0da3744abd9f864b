internal import Kernel

/// A replay as it is stored: how far the events of an archive have been sent to their bus again.
struct StoredReplay: Sendable {
    enum State: String, Sendable {
        case starting = "STARTING"
        case running = "RUNNING"
        case cancelling = "CANCELLING"
        case completed = "COMPLETED"
        case cancelled = "CANCELLED"
        case failed = "FAILED"

        var isOver: Bool { self == .completed || self == .cancelled || self == .failed }
    }

    let id: Int64
    let scope: Int64
    let name: String
    let arn: String
    let archive: Int64
    let archiveARN: String
    let description: String?
    /// The ARN of the bus.
    let destination: String
    /// ARNs of the rules that get the events; empty for all.
    let rules: [String]
    let from: Instant
    let to: Instant
    var place: ArchivePlace
    var state: State
    var reason: String?
    var lastReplayedAt: Instant?
    let startedAt: Instant
    var endedAt: Instant?

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("events", "replay/\(name)") }
}

/// A place between archived events: all before it in time, and among those of one moment all of lower id, are
/// behind it.
struct ArchivePlace: Sendable {
    let at: Instant
    let id: Int64
}
