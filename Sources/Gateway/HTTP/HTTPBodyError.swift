/// Why the body of a request or response ended early.
public enum HTTPBodyError: Error, Sendable, Equatable {
    /// The client went away, or the server stopped, before all was sent.
    case connectionLost
    /// The request was answered before its body was read; the rest is dropped.
    case answered
    /// The coding of the body is malformed, or the body did not come in time.
    case refused(HTTPRefusal)
    /// The body is larger than the caller wants.
    case tooLarge
    /// A second call to `next()` or `write(_:)` while the first waits.
    case concurrentUse
    /// More was written than the length that the response announced.
    case beyondLength
    /// `write(_:)` after `finish`.
    case finished
}
