public import Wire

/// Something that one service sends to another, or out of the process: a row of the outbox until it has
/// arrived.
public struct Delivery: Sendable {
    /// Stable over all attempts, so that a receiver can tell a repetition.
    public var id: String
    /// An ARN, or the URL of an endpoint outside.
    public var target: String { didSet { arn = ARN(target) } }
    /// The target where it is an ARN.
    public private(set) var arn: ARN?
    /// What the delivery amounts to as an IAM action, for example `sqs:SendMessage`.
    public var action: String
    public var payload: [UInt8]
    /// What the receiver needs besides the payload: message attributes, group ids, HTTP headers.
    public var parameters: JSON
    /// The resource on whose behalf it is sent, `aws:SourceArn` in policies.
    public var source: String
    /// The role that the sender was given for this target; without one the sender acts as a service
    /// principal.
    public var role: String?
    /// On whose behalf it is sent with their own permissions, instead of as a service or in a role.
    public var caller: Principal?
    /// Deliveries with the same key arrive in the order of their sending.
    public var orderingKey: String?
    public var retry: RetryPolicy
    /// A queue's ARN for what could not be delivered.
    public var deadLetter: String?
    /// What to add to a dead letter besides the error: rule and target ARN for example. Where this is empty
    /// the letter is the message as it was, without the error.
    public var deadLetterAttributes: [String: String]
    /// What a dead letter says where that is not the payload: an event before it was made fit for its target
    /// for example.
    public var deadLetterPayload: [UInt8]?
    /// The role in which a dead letter is sent; without one the sender acts as a service principal.
    public var deadLetterRole: String?
    /// A mark in the payload in whose place each attempt puts its number, from 1 on.
    public var attemptMark: String?
    /// Whether the target's service is asked between two transactions, see `Service.ask`, instead of being
    /// handed the delivery in one: at least once, like what leaves the process.
    public var isAsked = false
    /// What the sender's service wants to be told again when the delivery has ended, see `Service.settled`;
    /// nil when it wants to hear nothing.
    public var feedback: JSON?
    /// The trace it belongs to, as `X-Amzn-Trace-Id` spells it.
    public var trace: String
    /// The flow it is a step of; without one it becomes a step of the call that sends it, which then writes
    /// it down.
    public var flow: Flow?
    /// Attempts made so far.
    public internal(set) var attempts = 0

    public init(
        id: String, target: String, action: String, payload: [UInt8], parameters: JSON = [:],
        source: String, trace: String
    ) {
        self.id = id
        self.target = target
        arn = ARN(target)
        self.action = action
        self.payload = payload
        self.parameters = parameters
        self.source = source
        self.trace = trace
        retry = .standard
        deadLetterAttributes = [:]
    }
}

/// How often and how long a delivery is tried.
public struct RetryPolicy: Sendable, Hashable {
    public var attemptsMax: Int
    public var ageMax: Duration
    /// The pause before attempt n (from 1 on) is the n-th of these, and the last of them for all later ones.
    public var pauses: [Duration]
    /// Whether pauses differ from delivery to delivery, up to a quarter in either direction, so that what
    /// failed together is not tried together again.
    public var isJittered = false

    public init(attemptsMax: Int, ageMax: Duration, pauses: [Duration]) {
        self.attemptsMax = attemptsMax
        self.ageMax = ageMax
        self.pauses = pauses
    }

    /// EventBridge's and SNS's patience with a target of AWS: a day of growing pauses.
    public static let standard = {
        var policy = RetryPolicy(
            attemptsMax: 185, ageMax: .seconds(86_400),
            pauses: [
                .milliseconds(100), .milliseconds(500), .seconds(1), .seconds(5), .seconds(20), .seconds(60),
                .seconds(300), .seconds(600),
            ])
        policy.isJittered = true
        return policy
    }()

    /// The pause before an attempt of a delivery, which is the same whenever it is asked for.
    func pause(beforeAttempt attempt: Int, of delivery: String) -> Duration {
        let pause = pauses.isEmpty ? .seconds(1) : pauses[min(attempt, pauses.count) - 1]
        guard isJittered else { return pause }
        // Identifiers are random, so that their hash is chance enough.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in delivery.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ UInt64(attempt)) &* 0x100_0000_01B3
        return .milliseconds(pause.milliseconds * Int64(75 + (hash ^ hash >> 32) % 51) / 100)
    }
}

/// Why a delivery did not arrive.
public struct DeliveryFailure: Error, Sendable {
    public let isRetryable: Bool
    /// AWS's error code where it has one, for example `NO_PERMISSIONS`.
    public let code: String
    public let message: String
    /// What the receiver asked for, for example by `Retry-After`.
    public var retryAfter: Duration?
    /// The statement of a policy that decided, or the policy that has none that allows.
    public var statement: String?
    /// What an endpoint outside answered.
    public var answer: OutboundResponse?

    public static func permanent(code: String, message: String) -> DeliveryFailure {
        DeliveryFailure(isRetryable: false, code: code, message: message)
    }

    public static func transient(
        code: String, message: String, retryAfter: Duration? = nil
    ) -> DeliveryFailure {
        DeliveryFailure(isRetryable: true, code: code, message: message, retryAfter: retryAfter)
    }
}
