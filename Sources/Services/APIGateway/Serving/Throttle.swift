internal import APIGatewayInterface
internal import Kernel
internal import Synchronization

/// Token buckets, one for each plan and key.
final class Throttle: Sendable {
    /// Buckets kept; beyond it all begin anew, which can only let more through.
    static let bucketsMax = 100_000

    private struct Bucket {
        var tokens: Double
        var filledAt: Instant
    }

    private let buckets = Mutex<[String: Bucket]>([:])

    /// Takes a token; false when there is none.
    func take(_ name: String, _ settings: ThrottleSettings, at now: Instant) -> Bool {
        let rate = settings.rateLimit ?? .infinity
        guard rate.isFinite else { return true }
        // Without a burst, a second's worth.
        let capacity = settings.burstLimit.map { Double(max($0, 0)) } ?? max(rate, 0)
        return buckets.withLock { buckets in
            if buckets.count >= Self.bucketsMax { buckets = [:] }
            var bucket = buckets[name] ?? Bucket(tokens: capacity, filledAt: now)
            let seconds = Double(max(0, now.milliseconds - bucket.filledAt.milliseconds)) / 1000
            bucket.tokens = min(capacity, bucket.tokens + seconds * rate)
            bucket.filledAt = now
            defer { buckets[name] = bucket }
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
    }
}
