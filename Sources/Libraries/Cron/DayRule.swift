/// The days of a month on which a cron expression holds.
enum DayRule: Sendable, Hashable {
    /// Days of the month, each as a bit.
    case days(UInt64)
    /// The last day of the month, or so many days before it.
    case last(minus: Int)
    /// The weekday next to a day, within the month; nil for the last day.
    case weekday(near: Int?)
    /// Days of the week, each as a bit.
    case weekdays(UInt64)
    /// The last such day of the week in the month.
    case lastWeekday(Int)
    /// The first to fifth such day of the week in the month.
    case nthWeekday(Int, nth: Int)

    init(dayOfMonth text: String) throws(ScheduleExpressionError) {
        let field = CronField.daysOfMonth
        if text == "L" {
            self = .last(minus: 0)
        } else if text == "LW" {
            self = .weekday(near: nil)
        } else if text.hasPrefix("L-") {
            self = .last(minus: try field.number(text.dropFirst(2), in: 0...30))
        } else if text.hasSuffix("W") {
            self = .weekday(near: try field.value(text.dropLast()))
        } else {
            self = .days(try field.bits(text))
        }
    }

    init(dayOfWeek text: String) throws(ScheduleExpressionError) {
        let field = CronField.daysOfWeek
        if text == "L" {
            self = .weekdays(1 << 7)
        } else if text.hasSuffix("L") {
            self = .lastWeekday(try field.value(text.dropLast()))
        } else if let mark = text.firstIndex(of: "#") {
            let nth = try field.number(text[text.index(after: mark)...], in: 1...5)
            self = .nthWeekday(try field.value(text[..<mark]), nth: nth)
        } else {
            self = .weekdays(try field.bits(text))
        }
    }

    /// The days of a month, each as a bit.
    func bits(_ year: Int, _ month: Int) -> UInt64 {
        let count = CivilTime.dayCount(year, month)
        let first = CivilTime.weekday(year, month, 1)
        switch self {
        case .days(let days): return days
        case .last(let minus): return minus < count ? 1 << UInt64(count - minus) : 0
        case .weekday(let near):
            let day = near ?? count
            return day <= count ? 1 << UInt64(Self.weekday(near: day, of: count, first: first)) : 0
        case .weekdays(let weekdays):
            return (1...count).reduce(0) { bits, day in
                weekdays & (1 << UInt64((first + day - 2) % 7 + 1)) == 0 ? bits : bits | 1 << UInt64(day)
            }
        case .lastWeekday(let weekday):
            let day = 1 + (weekday - first + 7) % 7 + 28
            return 1 << UInt64(day > count ? day - 7 : day)
        case .nthWeekday(let weekday, let nth):
            let day = 1 + (weekday - first + 7) % 7 + 7 * (nth - 1)
            return day <= count ? 1 << UInt64(day) : 0
        }
    }

    private static func weekday(near day: Int, of count: Int, first: Int) -> Int {
        switch (first + day - 2) % 7 + 1 {
        case 7: day == 1 ? 3 : day - 1
        case 1: day == count ? day - 2 : day + 1
        default: day
        }
    }
}
