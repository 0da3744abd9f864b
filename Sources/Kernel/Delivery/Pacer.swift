internal import Synchronization
internal import Wire

/// Holds deliveries to endpoints that take only so many a second: `RatePerSecond` and `RateKey` of a
/// delivery's parameters.
///
/// It lives in memory: after a restart the count begins anew.
final class Pacer: Sendable {
    /// Endpoints remembered; beyond that those that may be called at once are forgotten.
    static let keysMax = 4096

    /// The next free moment by key, in microseconds since 1970.
    private let next = Mutex<[String: Int64]>([:])

    /// When a delivery may leave; nil when at once.
    func slot(for delivery: Delivery, at now: Instant) -> Instant? {
        guard let (key, rate) = delivery.pace else { return nil }
        let present = now.milliseconds * 1000
        let slot = next.withLock { next in
            if next.count >= Self.keysMax { next = next.filter { $0.value > present } }
            let slot = max(present, next[key] ?? present)
            next[key] = slot + 1_000_000 / Int64(rate)
            return slot
        }
        return slot / 1000 > now.milliseconds ? Instant(milliseconds: (slot + 999) / 1000) : nil
    }
}
