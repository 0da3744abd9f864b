internal import Glibc

/// The steady clock that store statistics are measured with; it decides nothing that is stored.
enum Stopwatch {
    /// Nanoseconds since some moment before the process began.
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
