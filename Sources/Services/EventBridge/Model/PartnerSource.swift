internal import EventBridgeInterface
internal import Kernel

/// What a partner offers to one account: a source of events, which a bus of the same name takes in there.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-saas.html>
struct PartnerSource: Sendable {
    enum State: String, Sendable {
        /// There is no bus for it, or it was switched off.
        case pending = "PENDING"
        case active = "ACTIVE"
        /// The partner took it back; the bus is still there.
        case deleted = "DELETED"
    }

    /// How long a source waits for its bus.
    static let patience: Duration = .seconds(14 * 86_400)
    static let prefix = "aws.partner/"

    let id: Int64
    let name: String
    let region: String
    /// The account that offers it.
    let partner: String
    /// The account to which it is offered.
    let account: String
    var state: State
    let createdAt: Instant
    /// When it goes unless a bus takes it.
    var expiresAt: Instant?

    var arn: String { Self.arn(name, region) }

    static func arn(_ name: String, _ region: String) -> String {
        ARN(
            service: "events", region: region, account: "", resource: "event-source/\(name)",
            partition: ARN.partition(of: region)
        ).description
    }

    /// The bus that takes its events.
    var bus: ARN {
        ARN(
            service: "events", region: region, account: account, resource: "event-bus/\(name)",
            partition: ARN.partition(of: region))
    }

    static func missing(_ name: String) -> ResourceNotFoundException {
        ResourceNotFoundException("Event source \(name) does not exist.")
    }
}
