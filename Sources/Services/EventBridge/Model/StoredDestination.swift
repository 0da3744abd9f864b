internal import Kernel

/// An endpoint outside that rules may send to, as it is stored.
struct StoredDestination: Sendable {
    /// Requests a second where a destination says nothing else.
    static let rateStandard = 300

    let id: Int64
    let name: String
    let arn: String
    var description: String?
    /// The ARN of the connection.
    var connection: String
    var endpoint: String
    var method: String
    var rate: Int
    let createdAt: Instant
    var modifiedAt: Instant
}
