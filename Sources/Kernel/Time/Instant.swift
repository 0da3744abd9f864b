public import Store
public import Wire

/// A moment as milliseconds since 1970-01-01T00:00:00Z, the resolution at which Apus keeps time.
public struct Instant: Sendable, Hashable, Comparable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The moment from which nothing is later: stands for “never”.
    public static let distantFuture = Instant(milliseconds: .max)

    /// Whole seconds since 1970, as most services report times.
    public var seconds: Int64 { milliseconds / 1000 }

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

    public static func + (instant: Self, duration: Duration) -> Self {
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(duration.milliseconds)
        return overflow ? .distantFuture : Instant(milliseconds: sum)
    }

    public static func - (instant: Self, duration: Duration) -> Self {
        Instant(milliseconds: instant.milliseconds - duration.milliseconds)
    }

    public static func - (later: Self, earlier: Self) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Duration {
    /// The whole milliseconds of the duration; what is below a millisecond is dropped.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

extension Instant: SQLReadable {
    public var sqlValue: SQLValue { .integer(milliseconds) }

    public init(column: borrowing SQLColumn) throws(StoreError) {
        milliseconds = try Int64(column: column)
    }
}

extension Instant {
    /// The moment as the wire spells it.
    public var timestamp: Timestamp { Timestamp(milliseconds: Int(milliseconds)) }

    public init(_ timestamp: Timestamp) {
        milliseconds = Int64(timestamp.milliseconds)
    }
}
