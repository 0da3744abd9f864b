internal import Kernel

/// Where a subscription stands.
enum SubscriptionState: Int, Sendable {
    case pending = 0
    case confirmed = 1
    /// Ended by `Unsubscribe`, restorable by a token for a while.
    case deactivated = 2
}

/// How messages travel to an endpoint, as far as this server carries them.
enum TransportProtocol: String, Sendable, CaseIterable {
    case sqs, lambda, http, https, email, sms, application
    case emailJSON = "email-json"

    var isWeb: Bool { self == .http || self == .https }
    /// Whether messages go to people, by mail, text or push.
    var isForPeople: Bool { isMail || self == .sms || self == .application }
    var isMail: Bool { self == .email || self == .emailJSON }
    /// Whether messages may go without their envelope.
    var allowsRaw: Bool { self == .sqs || isWeb }

    /// Protocols of the service that need carriers which this server has not.
    static let absent: Set<String> = ["firehose"]
}

/// A subscription as it is stored.
struct StoredSubscription: Sendable {
    /// How long a token confirms or restores a subscription.
    static let tokenLifetime: Duration = .seconds(2 * 86_400)

    var id: Int64
    let topic: Int64
    /// The scope of its owner in the topic's region.
    let scope: Int64
    /// The account that subscribed.
    let owner: String
    let arn: String
    let `protocol`: TransportProtocol
    let endpoint: String
    var state: SubscriptionState
    /// The ARN of who subscribed.
    let principal: String
    /// Whether the confirmation was a signed request.
    var isAuthenticated: Bool
    /// Whether only signed requests may end it.
    var isGuarded: Bool
    var token: String?
    /// When the token ends; a subscription that is not confirmed ends with it.
    var expiresAt: Instant?
    var attributes: [String: String]

    var isRaw: Bool { attributes["RawMessageDelivery"] == "true" }

    /// The topic's ARN, which the subscription's ARN begins with.
    var topicARN: String {
        guard let colon = arn.lastIndex(of: ":") else { return arn }
        return String(arn[..<colon])
    }
}
