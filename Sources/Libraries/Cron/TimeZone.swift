/// What clocks on walls show in one part of the world: how far they are from UTC, and when that changes.
///
/// Read from a file in the format of the time zone database, RFC 9636.
/// <https://www.rfc-editor.org/rfc/rfc9636.html>
public struct TimeZone: Sendable, Hashable {
    /// How large a description may be, in bytes.
    public static let sizeMax = 65_536
    /// Clocks that show UTC.
    public static let utc = TimeZone()

    /// Seconds since 1970 at which the offset changes, ascending.
    private let changes: [Int]
    /// Seconds east of UTC: before the first change, then after each of them.
    private let offsets: [Int]
    /// What holds after the last change; nil: the last offset for ever.
    private let rule: YearlyRule?

    private init() {
        changes = []
        offsets = [0]
        rule = nil
    }

    /// Reads a description; throws when the bytes are none.
    public init(parsing bytes: [UInt8]) throws(TimeZoneError) {
        let file = try ZoneFile(bytes)
        changes = file.changes
        offsets = file.offsets
        rule = try file.footer.isEmpty ? nil : YearlyRule(parsing: file.footer)
    }

    /// Seconds east of UTC at a moment, which is in seconds since 1970.
    public func offset(at moment: Int) -> Int {
        if let rule, changes.last.map({ moment >= $0 }) ?? true { return rule.offset(at: moment) }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return offsets[low]
    }

    /// What clocks show at a moment, which is in seconds since 1970.
    public func civilTime(at moment: Int) -> CivilTime {
        CivilTime(secondsSince1970: moment + offset(at: moment))
    }

    /// The moment at which clocks first show a time, in seconds since 1970; nil when they skip it.
    public func moment(of time: CivilTime) -> Int? {
        let shown = time.secondsSince1970
        // No offset exceeds a day: the ones in question hold within a day on either side.
        let day = 86_400
        return [offset(at: shown - day), offset(at: shown + day)].map { shown - $0 }
            .filter { $0 + offset(at: $0) == shown }.min()
    }
}
