/// The stretch of days over which a quota counts, in UTC.
enum QuotaPeriod: String, Sendable {
    case day = "DAY"
    case week = "WEEK"
    case month = "MONTH"

    private static let secondsOfDay: Int64 = 86_400

    static func day(at seconds: Int64) -> Int { Int(seconds / secondsOfDay) }

    /// The days, counted from 1970, of the period that `day` is in.
    func days(around day: Int) -> ClosedRange<Int> {
        switch self {
        case .day: return day...day
        case .week:
            // 1970-01-01 was a Thursday; weeks begin on Sunday.
            let start = day - (day + 4) % 7
            return start...(start + 6)
        case .month:
            let start = Self.firstOfMonth(day)
            return start...(Self.firstOfMonth(start + 31) - 1)
        }
    }

    /// The first day of the month of `day`: the civil calendar's arithmetic in 400-year cycles.
    private static func firstOfMonth(_ day: Int) -> Int {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        return day - (ofYear - (153 * month + 2) / 5)
    }
}
