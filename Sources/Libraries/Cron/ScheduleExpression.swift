/// When something is to happen again and again: `rate(…)` or `cron(…)`, or once: `at(…)`.
///
/// It speaks of clocks on walls; whoever knows the time zone turns these into moments.
/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>
public enum ScheduleExpression: Sendable, Hashable {
    case rate(Rate)
    case cron(CronExpression)
    case at(CivilTime)

    /// How long an expression may be, in bytes.
    public static let lengthMax = 256

    /// Parses an expression; `at(…)` is one too, and services that have no schedules for once refuse it.
    ///
    /// - Parameter agrees: Whether `rate(1 minutes)` and `rate(5 minute)` are refused, as they are in rules
    ///   of EventBridge and are not in schedules of Scheduler.
    public init(parsing text: String, agrees: Bool) throws(ScheduleExpressionError) {
        guard text.utf8.count <= Self.lengthMax, let open = text.firstIndex(of: "("), text.last == ")" else {
            throw ScheduleExpressionError(reason: "An expression is rate(…), cron(…) or at(…).")
        }
        let fields = text[text.index(after: open)...].dropLast()
        switch text[..<open] {
        case "rate": self = .rate(try Rate(fields: fields, agrees: agrees))
        case "cron": self = .cron(try CronExpression(fields: fields))
        case "at": self = .at(try Self.moment(fields))
        default: throw ScheduleExpressionError(reason: "An expression is rate(…), cron(…) or at(…).")
        }
    }

    /// `yyyy-mm-ddThh:mm:ss`.
    private static func moment(_ text: Substring) throws(ScheduleExpressionError) -> CivilTime {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { (48...57).contains($0) }
                ? bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) } : nil
        }
        let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
        guard bytes.count == 19,
            marks.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...CivilTime.dayCount(year, month)).contains(day), hour < 24,
            minute < 60, second < 60
        else {
            throw ScheduleExpressionError(reason: "A moment is written yyyy-mm-ddThh:mm:ss.")
        }
        return CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// The next occurrence after a moment, in seconds since 1970; nil when there is none.
    ///
    /// `start` is where a rate begins to count; it takes no notice of clocks. What clocks skip when they are
    /// put forward does not occur; what they show twice when they are put back occurs the first time.
    public func next(after moment: Int, start: Int, in zone: TimeZone = .utc) -> Int? {
        switch self {
        case .rate(let rate): return rate.next(after: moment, start: start)
        case .at(let time): return zone.moment(of: time).flatMap { $0 > moment ? $0 : nil }
        case .cron(let cron):
            var shown = zone.civilTime(at: moment)
            while let next = cron.next(after: shown) {
                if let found = zone.moment(of: next), found > moment { return found }
                shown = next
            }
            return nil
        }
    }
}
