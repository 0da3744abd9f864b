/// What a caller may say about one call.
public struct CallOptions: Sendable {
    /// How long an attempt may take until its answer has arrived.
    public var timeout: Duration
    /// How often the call is tried at most, the first time included.
    public var attempts: Int
    /// Where it is set, an answer that would stream is read into memory, up to so many bytes; a larger one
    /// fails the call as ``TransportError/Kind/unreadable``. For small objects this costs less.
    public var gatheredBytesMax: Int?

    /// The defaults of the AWS SDKs' standard mode: three attempts; a minute for each, enough for a
    /// long poll.
    public init(timeout: Duration = .seconds(60), attempts: Int = 3, gatheredBytesMax: Int? = nil) {
        self.timeout = timeout
        self.attempts = attempts
        self.gatheredBytesMax = gatheredBytesMax
    }

    public static let standard = CallOptions()
}
