/// What a caller may say about one call.
public struct CallOptions: Sendable {
    /// How long an attempt may take until its answer has arrived.
    public var timeout: Duration
    /// How often the call is tried at most, the first time included.
    public var attempts: Int

    /// The defaults of the AWS SDKs' standard mode: three attempts; a minute for each, enough for a
    /// long poll.
    public init(timeout: Duration = .seconds(60), attempts: Int = 3) {
        self.timeout = timeout
        self.attempts = attempts
    }

    public static let standard = CallOptions()
}
