internal import Kernel

/// A rule as it is stored.
struct StoredRule: Sendable {
    static let enabled = "ENABLED"
    static let disabled = "DISABLED"

    let id: Int64
    let bus: Int64
    let name: String
    let arn: String
    var pattern: String?
    var schedule: String?
    var state: String
    var description: String?
    var role: String?
    let createdBy: String
    let createdAt: Instant
    /// The service that made the rule for itself and alone may change it, for example
    /// `schemas.amazonaws.com`.
    var managedBy: String?

    /// The same in its place.
    func stored(id: Int64, bus: Int64) -> StoredRule {
        StoredRule(
            id: id, bus: bus, name: name, arn: arn, pattern: pattern, schedule: schedule, state: state,
            description: description, role: role, createdBy: createdBy, createdAt: createdAt,
            managedBy: managedBy)
    }

    var isEnabled: Bool { state != Self.disabled }
}
