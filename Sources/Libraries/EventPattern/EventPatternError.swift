/// Why a text is not an event pattern, in the words that EventBridge uses.
///
/// EventBridge answers `InvalidEventPatternException` with `message`; SNS answers `InvalidParameter` with the
/// same reason behind its own prefix (see `FilterPolicyError`).
public struct EventPatternError: Error, Sendable, Equatable {
    /// The reason with its position, for example
    /// `Empty arrays are not allowed\n at [Source: (String)"{"a": []}"; line: 1, column: 8]`.
    public var reason: String

    public init(reason: String) { self.reason = reason }

    /// The message of `InvalidEventPatternException`.
    public var message: String { "Event pattern is not valid. Reason: \(reason)" }
}
