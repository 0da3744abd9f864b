internal import Glibc

/// Measures real time, whatever the server's clock shows, to the microsecond.
public struct Stopwatch: Sendable {
    private let start: Int64

    /// Starts at once.
    public init() {
        start = Self.nanoseconds()
    }

    /// The time since the start.
    public var elapsed: Duration { .nanoseconds(Self.nanoseconds() - start) }

    private static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
