/// A date and time of day as a calendar and a clock on the wall show them, without a time zone.
///
/// Gregorian, proleptic; to the second.
public struct CivilTime: Sendable, Hashable, Comparable {
    public var year: Int
    /// From 1 on.
    public var month: Int
    /// From 1 on.
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int

    public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// What clocks in UTC show at a number of seconds since 1970-01-01T00:00:00Z.
    public init(secondsSince1970 seconds: Int) {
        let perDay = 86_400
        let days = (seconds >= 0 ? seconds : seconds - (perDay - 1)) / perDay
        let rest = seconds - days * perDay
        // Days since 0000-03-01 fall into eras of 400 years with a regular pattern; years begin in March
        // there.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * marchMonth + 2) / 5 + 1, hour: rest / 3600, minute: rest / 60 % 60,
            second: rest % 60)
    }

    /// The seconds since 1970-01-01T00:00:00Z at which clocks in UTC show this.
    public var secondsSince1970: Int {
        ((Self.days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    }

    /// Days since 1970-01-01.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day of the week of a date, 1 for Sunday to 7 for Saturday, as cron expressions count.
    static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let days = days(year, month, day)
        return ((days + 4) % 7 + 7) % 7 + 1
    }

    /// How many days a month has.
    static func dayCount(_ year: Int, _ month: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    public static func < (a: Self, b: Self) -> Bool {
        if (a.year, a.month, a.day) != (b.year, b.month, b.day) {
            return (a.year, a.month, a.day) < (b.year, b.month, b.day)
        }
        return (a.hour, a.minute, a.second) < (b.hour, b.minute, b.second)
    }
}
