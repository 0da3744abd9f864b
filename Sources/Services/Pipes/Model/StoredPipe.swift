internal import Kernel
internal import PipesInterface

/// A pipe as it is stored.
struct StoredPipe: Sendable {
    static let running = "RUNNING"
    static let stopped = "STOPPED"
    static let deleting = "DELETING"
    static let deleted = "DELETED"
    /// States in which a pipe stays until somebody asks for another one.
    static let resting: Set = [
        "RUNNING", "STOPPED", "CREATE_FAILED", "UPDATE_FAILED", "START_FAILED", "STOP_FAILED",
    ]

    let id: Int64
    let scope: Int64
    let name: String
    var desired: String
    var state: String
    var reason: String?
    let createdAt: Instant
    var modifiedAt: Instant
    var definition: PipeDefinition

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("pipes", "pipe/\(name)") }

    /// What its poller is known by.
    var key: String { String(id) }
}
