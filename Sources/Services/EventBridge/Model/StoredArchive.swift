internal import Kernel

/// An archive as it is stored: it keeps events of a bus.
struct StoredArchive: Sendable {
    static let enabled = "ENABLED"

    let id: Int64
    let bus: Int64
    let name: String
    let arn: String
    /// The ARN of the bus.
    let source: String
    var description: String?
    var pattern: String?
    /// 0 keeps events for ever.
    var retentionDays: Int
    let eventCount: Int
    let sizeBytes: Int
    let createdAt: Instant
    /// Whether it was made with a rule of its own on the bus, which it then depends on.
    let hasRule: Bool

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("events", "archive/\(name)") }
}

/// An archive made ready to keep events.
struct ActiveArchive: Sendable {
    let id: Int64
}

extension StoredArchive {
    /// The same in its place.
    func stored(bus: Int64) -> StoredArchive {
        StoredArchive(
            id: id, bus: bus, name: name, arn: arn, source: source, description: description,
            pattern: pattern, retentionDays: retentionDays, eventCount: eventCount, sizeBytes: sizeBytes,
            createdAt: createdAt, hasRule: hasRule)
    }
}
