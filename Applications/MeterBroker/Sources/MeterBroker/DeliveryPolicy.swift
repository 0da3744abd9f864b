/// When the hub tries again and when it gives up.
public struct DeliveryPolicy: Sendable, Equatable {
    /// Attempts that reach the receiver, besides the first.
    public var retriesMax: Int
    public var firstDelaySeconds: Int
    public var delaySecondsMax: Int
    /// How long a message waits for a receiver that cannot be reached.
    public var holdSeconds: Int

    public init(retriesMax: Int, firstDelaySeconds: Int, delaySecondsMax: Int, holdSeconds: Int) {
        self.retriesMax = retriesMax
        self.firstDelaySeconds = firstDelaySeconds
        self.delaySecondsMax = delaySecondsMax
        self.holdSeconds = holdSeconds
    }

    /// - Parameters:
    ///   - counted: attempts that reached the receiver, this one included.
    ///   - failures: the receiver's failures in a row, whichever message they befell.
    ///   - ageSeconds: how long the message has waited for the receiver.
    public func next(
        after outcome: AttemptOutcome, counted: Int, failures: Int, ageSeconds: Int
    ) -> NextStep {
        if outcome == .delivered { return .done }
        if outcome.counts, counted > retriesMax {
            return .dead(reason: "\(outcome.reason), at the last of \(counted) attempts")
        }
        if !outcome.counts, ageSeconds >= holdSeconds {
            return .dead(reason: "\(outcome.reason), and the message has waited \(ageSeconds) seconds")
        }
        if case .postponed(let seconds) = outcome {
            return .retry(afterSeconds: min(max(seconds, 1), delaySecondsMax))
        }
        return .retry(afterSeconds: delay(failures: failures))
    }

    /// Doubles with every failure in a row, up to the limit.
    public func delay(failures: Int) -> Int {
        let doublings = min(max(failures - 1, 0), 20)
        return min(firstDelaySeconds << doublings, delaySecondsMax)
    }
}
