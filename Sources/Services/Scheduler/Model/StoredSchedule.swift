internal import Kernel
internal import SchedulerInterface

/// A schedule as it is stored.
struct StoredSchedule: Sendable {
    static let enabled = "ENABLED"

    let id: Int64
    let group: Int64
    let name: String
    var state: String
    /// The client token of its creation.
    let token: String?
    let createdAt: Instant
    var modifiedAt: Instant
    var definition: ScheduleDefinition

    /// The same in its place.
    func stored(id: Int64) -> StoredSchedule {
        StoredSchedule(
            id: id, group: group, name: name, state: state, token: token, createdAt: createdAt,
            modifiedAt: modifiedAt, definition: definition)
    }

    func placed(in group: Int64) -> StoredSchedule {
        StoredSchedule(
            id: id, group: group, name: name, state: state, token: token, createdAt: createdAt,
            modifiedAt: modifiedAt, definition: definition)
    }

    var isEnabled: Bool { state == Self.enabled }
}
