/// A schedule of calendar and clock: minutes, hours, day of month, month, day of week, year.
///
/// One of the two fields for days is `?`. Names of months and days may be used, in either case.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
public struct CronExpression: Sendable, Hashable {
    static let years = 1970...2199

    private let minutes: UInt64
    private let hours: UInt64
    private let months: UInt64
    private let years: Set<Int>
    private let days: DayRule

    /// Parses the six fields that stand in the parentheses.
    init(fields text: Substring) throws(ScheduleExpressionError) {
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { $0.uppercased() }
        guard fields.count == 6 else {
            throw ScheduleExpressionError(reason: "A cron expression has six fields, not \(fields.count).")
        }
        minutes = try CronField.minutes.bits(fields[0])
        hours = try CronField.hours.bits(fields[1])
        months = try CronField.months.bits(fields[3])
        years = try CronField.years.values(fields[5])
        switch (fields[2] == "?", fields[4] == "?") {
        case (false, true): days = try DayRule(dayOfMonth: fields[2])
        case (true, false): days = try DayRule(dayOfWeek: fields[4])
        default:
            throw ScheduleExpressionError(
                reason: "One of the fields for the day of the month and the day of the week is ?.")
        }
    }

    /// The first time after `time` at which the expression holds; nil when the years it names are over.
    public func next(after time: CivilTime) -> CivilTime? {
        // Occurrences are whole minutes, so the first candidate is the next one.
        var from = CivilTime(secondsSince1970: (time.secondsSince1970 / 60 + 1) * 60)
        if time.secondsSince1970 < 0 { from = CivilTime(year: 1970, month: 1, day: 1) }
        for year in from.year..<max(from.year, Self.years.upperBound + 1) where years.contains(year) {
            let isFirstYear = year == from.year
            for month in (isFirstYear ? from.month : 1)...12 where months & (1 << UInt64(month)) != 0 {
                let isFirstMonth = isFirstYear && month == from.month
                if let found = next(in: year, month, from: isFirstMonth ? from : nil) { return found }
            }
        }
        return nil
    }

    private func next(in year: Int, _ month: Int, from: CivilTime?) -> CivilTime? {
        let days = days.bits(year, month)
        for day in (from?.day ?? 1)...CivilTime.dayCount(year, month) where days & (1 << UInt64(day)) != 0 {
            let isFirstDay = day == from?.day
            let firstHour = isFirstDay ? from?.hour ?? 0 : 0
            for hour in firstHour...23 where hours & (1 << UInt64(hour)) != 0 {
                let firstMinute = isFirstDay && hour == firstHour ? from?.minute ?? 0 : 0
                let rest = minutes >> UInt64(firstMinute)
                guard rest != 0 else { continue }
                return CivilTime(
                    year: year, month: month, day: day, hour: hour,
                    minute: firstMinute + rest.trailingZeroBitCount)
            }
        }
        return nil
    }
}
