/// How one attempt to hand a message to a receiver ended.
public enum AttemptOutcome: Sendable, Equatable {
    /// The receiver answered 2xx within its time-out.
    case delivered
    /// The receiver answered with another status.
    case refused(status: Int)
    /// The receiver asked to be left alone for some seconds (429 or 503 with Retry-After).
    case postponed(seconds: Int)
    /// The receiver took the request and did not answer in time.
    case timedOut
    /// Nobody took the request: no name, no connection.
    case unreachable(String)

    /// Only an attempt that reached the receiver counts against the message's retries. A receiver that is
    /// away must find its messages waiting when it returns, however often the hub knocked meanwhile.
    public var counts: Bool {
        switch self {
        case .refused, .timedOut: true
        case .delivered, .postponed, .unreachable: false
        }
    }

    public var reason: String {
        switch self {
        case .delivered: "delivered"
        case .refused(let status): "the receiver answered \(status)"
        case .postponed(let seconds): "the receiver asked to wait \(seconds) seconds"
        case .timedOut: "the receiver did not answer in time"
        case .unreachable(let why): "the receiver could not be reached: \(why)"
        }
    }
}
