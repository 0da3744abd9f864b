public import MeterBroker

/// One attempt to hand a message to a receiver, and how long it took.
public struct Attempt: Sendable {
    public let outcome: AttemptOutcome
    public let milliseconds: Int

    public init(outcome: AttemptOutcome, milliseconds: Int) {
        self.outcome = outcome
        self.milliseconds = milliseconds
    }
}

/// The receivers' webhooks.
public protocol Receivers: Sendable {
    func post(_ body: [UInt8], to url: String, headers: [(String, String)], timeoutMilliseconds: Int) async
        -> Attempt
}
