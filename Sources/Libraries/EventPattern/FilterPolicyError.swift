/// Why SNS refuses a filter policy.
public struct FilterPolicyError: Error, Sendable, Equatable {
    /// The reason without the operation's prefix, for example `FilterPolicy: Filter policy is too complex`.
    public var reason: String

    public init(reason: String) { self.reason = reason }

    /// The message of `InvalidParameter` from `Subscribe`.
    public var subscribeMessage: String { "Invalid parameter: Attributes Reason: \(reason)" }
    /// The message of `InvalidParameter` from `SetSubscriptionAttributes`.
    public var setAttributesMessage: String { "Invalid parameter: \(reason)" }
}
