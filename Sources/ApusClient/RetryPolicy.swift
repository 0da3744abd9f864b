internal import Synchronization
internal import Wire

/// When a failed call is tried again: the standard mode of the AWS SDKs.
///
/// Waits grow from 50 ms to 20 s, each a random part of its bound, so that clients do not come back
/// together. A bucket of tokens ends retries when most calls fail: the service needs rest then.
///
/// [Retry behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html)
final class RetryPolicy: Sendable {
    static let tokensMax = 500
    static let costOfRetry = 5
    private static let firstWait = 0.05
    private static let longestWait = 20.0
    private static let throttling: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "RequestThrottled",
        "TooManyRequestsException", "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException", "RequestTimeout", "RequestTimeoutException",
    ]

    private let tokens = Mutex(tokensMax)

    func mayRetry(_ failure: any Failure) -> Bool {
        failure.status >= 500 || Self.throttling.contains(failure.code)
    }

    /// Takes the tokens of a retry; false when there are too few.
    func takeTokens() -> Bool {
        tokens.withLock { tokens in
            guard tokens >= Self.costOfRetry else { return false }
            tokens -= Self.costOfRetry
            return true
        }
    }

    /// A call that went well gives a token back.
    func giveBack() { tokens.withLock { $0 = min(Self.tokensMax, $0 + 1) } }

    func wait(before attempt: Int) -> Duration {
        let bound = min(Self.longestWait, Self.firstWait * Double(1 << min(attempt, 16)))
        return .milliseconds(Int(Double.random(in: 0...bound) * 1000))
    }
}
