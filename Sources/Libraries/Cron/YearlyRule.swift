/// Offsets that change at the same days every year, as the variable `TZ` spells them:
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html>
struct YearlyRule: Sendable, Hashable {
    /// When in a year clocks are changed.
    private enum Day: Sendable, Hashable {
        /// From 1 to 365; the 29th of February is never counted.
        case julian(Int)
        /// From 0 to 365, all days counted.
        case ordinal(Int)
        /// The n-th such day of the week in a month, 5 for the last; Sunday is 0.
        case weekday(Int, nth: Int, month: Int)
    }

    private struct Summer: Sendable, Hashable {
        let offset: Int
        let start: Day
        /// Seconds after midnight, by the clocks of before.
        let startTime: Int
        let end: Day
        let endTime: Int
    }

    private static let hour = 3600
    private static let day = 86_400

    /// Seconds east of UTC.
    private let offset: Int
    private let summer: Summer?

    init(parsing text: String) throws(TimeZoneError) {
        var scanner = Scanner(rest: Array(text.utf8)[...])
        guard scanner.skipName(), let west = scanner.time() else { throw Self.malformed(text) }
        offset = -west
        guard !scanner.rest.isEmpty else {
            summer = nil
            return
        }
        guard scanner.skipName() else { throw Self.malformed(text) }
        let westInSummer = scanner.rest.first == UInt8(ascii: ",") ? west - Self.hour : scanner.time()
        guard let westInSummer, let (start, startTime) = scanner.change(),
            let (end, endTime) = scanner.change(), scanner.rest.isEmpty
        else { throw Self.malformed(text) }
        summer = Summer(
            offset: -westInSummer, start: start, startTime: startTime, end: end, endTime: endTime)
    }

    private static func malformed(_ text: String) -> TimeZoneError {
        TimeZoneError(reason: "\(text) is no rule for clocks.")
    }

    /// Seconds east of UTC at a moment, which is in seconds since 1970.
    func offset(at moment: Int) -> Int {
        guard let summer else { return offset }
        let year = CivilTime(secondsSince1970: moment + offset).year
        let start = Self.midnight(summer.start, year) + summer.startTime - offset
        let end = Self.midnight(summer.end, year) + summer.endTime - summer.offset
        // South of the equator summer leads over the end of the year.
        let isSummer = start < end ? start <= moment && moment < end : !(end <= moment && moment < start)
        return isSummer ? summer.offset : offset
    }

    /// Seconds since 1970 of the midnight at which a day begins, by a clock in UTC.
    private static func midnight(_ day: Day, _ year: Int) -> Int {
        let first = CivilTime(year: year, month: 1, day: 1).secondsSince1970
        switch day {
        case .ordinal(let number): return first + number * Self.day
        case .julian(let number):
            let isLeap = CivilTime.dayCount(year, 2) == 29
            return first + (number - 1 + (isLeap && number >= 60 ? 1 : 0)) * Self.day
        case .weekday(let weekday, let nth, let month):
            let count = CivilTime.dayCount(year, month)
            let firstWeekday = CivilTime.weekday(year, month, 1) - 1
            var number = 1 + (weekday - firstWeekday + 7) % 7 + 7 * (nth - 1)
            if number > count { number -= 7 }
            return CivilTime(year: year, month: month, day: number).secondsSince1970
        }
    }

    /// Takes a rule apart from its beginning on.
    private struct Scanner {
        var rest: ArraySlice<UInt8>

        private mutating func skip(_ byte: Character) -> Bool {
            guard rest.first == byte.asciiValue else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// An abbreviation: letters, or anything between angle brackets.
        mutating func skipName() -> Bool {
            if skip("<") {
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[(end + 1)...]
                return true
            }
            let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
            rest = rest.dropFirst(letters.count)
            return letters.count >= 3
        }

        private mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { (48...57).contains($0) }
            guard !digits.isEmpty, digits.count <= 3 else { return nil }
            rest = rest.dropFirst(digits.count)
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            return range.contains(value) ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time() -> Int? {
            let isNegative = skip("-")
            if !isNegative { _ = skip("+") }
            guard let hours = number(0...167) else { return nil }
            var seconds = hours * YearlyRule.hour
            for unit in [60, 1] {
                guard skip(":") else { break }
                guard let value = number(0...59) else { return nil }
                seconds += value * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,day[/time]`; without a time it is two o'clock.
        mutating func change() -> (Day, Int)? {
            guard skip(","), let day = day() else { return nil }
            guard skip("/") else { return (day, 2 * YearlyRule.hour) }
            return time().map { (day, $0) }
        }

        private mutating func day() -> Day? {
            if skip("J") { return number(1...365).map { .julian($0) } }
            guard skip("M") else { return number(0...365).map { .ordinal($0) } }
            guard let month = number(1...12), skip("."), let nth = number(1...5), skip("."),
                let weekday = number(0...6)
            else { return nil }
            return .weekday(weekday, nth: nth, month: month)
        }
    }
}
