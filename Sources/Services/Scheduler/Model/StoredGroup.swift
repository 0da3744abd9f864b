internal import Kernel
internal import SchedulerInterface

/// A schedule group as it is stored.
struct StoredGroup: Sendable {
    /// The group of schedules that name none; it is there without having been made.
    static let standard = "default"
    /// Groups of an account in a region.
    static let groupsMax = 500

    let id: Int64
    let name: String
    let isDeleting: Bool
    let token: String?
    let createdAt: Instant
    let modifiedAt: Instant

    static func arn(_ name: String, _ scope: Scope) -> ARN {
        scope.arn("scheduler", "schedule-group/\(name)")
    }

    var state: String { isDeleting ? "DELETING" : "ACTIVE" }

    func summary(_ scope: Scope) -> ScheduleGroupSummary {
        ScheduleGroupSummary(
            arn: Self.arn(name, scope).description, creationDate: createdAt.timestamp,
            lastModificationDate: modifiedAt.timestamp, name: name, state: state)
    }
}
