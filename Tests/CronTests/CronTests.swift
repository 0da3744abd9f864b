import Cron
import Testing

@Suite struct CronTests {
    static func text(_ time: CivilTime?) -> String? {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return time.map {
            "\($0.year)-\(two($0.month))-\(two($0.day)) \(two($0.hour)):\(two($0.minute))"
        }
    }

    static func cron(_ text: String) throws -> CronExpression {
        guard case .cron(let cron) = try ScheduleExpression(parsing: text, agrees: true) else {
            throw CancellationError()
        }
        return cron
    }

    /// Thursday.
    static let start = CivilTime(year: 2026, month: 1, day: 1, hour: 10, minute: 30, second: 20)

    @Test(arguments: [
        ("cron(0 10 * * ? *)", ["2026-01-02 10:00", "2026-01-03 10:00"]),
        ("cron(15 12 * * ? *)", ["2026-01-01 12:15", "2026-01-02 12:15"]),
        ("cron(0 18 ? * MON-FRI *)", ["2026-01-01 18:00", "2026-01-02 18:00", "2026-01-05 18:00"]),
        ("cron(0 8 1 * ? *)", ["2026-02-01 08:00", "2026-03-01 08:00"]),
        ("cron(0/15 * * * ? *)", ["2026-01-01 10:45", "2026-01-01 11:00"]),
        ("cron(/20 * * * ? *)", ["2026-01-01 10:40", "2026-01-01 11:00"]),
        ("cron(0/10 * ? * mon-fri *)", ["2026-01-01 10:40", "2026-01-01 10:50"]),
        ("cron(0/5 8-17 ? * MON-FRI *)", ["2026-01-01 10:35"]),
        ("cron(30 10 * * ? *)", ["2026-01-02 10:30"]),
        ("cron(31 10 * * ? *)", ["2026-01-01 10:31"]),
        ("cron(0 9 L * ? *)", ["2026-01-31 09:00", "2026-02-28 09:00", "2026-03-31 09:00"]),
        ("cron(0 9 L-2 * ? *)", ["2026-01-29 09:00", "2026-02-26 09:00"]),
        ("cron(0 9 LW * ? *)", ["2026-01-30 09:00", "2026-02-27 09:00", "2026-03-31 09:00"]),
        // 2026-02-15 and 2026-03-15 are Sundays; 2026-08-01 is a Saturday, 2026-05-31 a Sunday.
        ("cron(0 9 15W 2,3 ? *)", ["2026-02-16 09:00", "2026-03-16 09:00", "2027-02-15 09:00"]),
        ("cron(0 9 1W AUG ? *)", ["2026-08-03 09:00"]),
        ("cron(0 9 31W 5 ? *)", ["2026-05-29 09:00"]),
        ("cron(0 9 ? * 6L *)", ["2026-01-30 09:00", "2026-02-27 09:00"]),
        ("cron(0 9 ? * FRIL *)", ["2026-01-30 09:00"]),
        ("cron(0 9 ? * L *)", ["2026-01-03 09:00", "2026-01-10 09:00"]),
        ("cron(0 9 ? * 3#2 *)", ["2026-01-13 09:00", "2026-02-10 09:00"]),
        ("cron(0 9 ? * TUE#5 *)", ["2026-03-31 09:00", "2026-06-30 09:00"]),
        (
            "cron(0 9 ? * SAT-MON *)",
            ["2026-01-03 09:00", "2026-01-04 09:00", "2026-01-05 09:00", "2026-01-10 09:00"]
        ),
        (
            "cron(0 22-1 * * ? *)",
            ["2026-01-01 22:00", "2026-01-01 23:00", "2026-01-02 00:00", "2026-01-02 01:00"]
        ),
        ("cron(0 0 29 2 ? *)", ["2028-02-29 00:00", "2032-02-29 00:00"]),
        ("cron(0 0 1 1 ? 2030-2031)", ["2030-01-01 00:00", "2031-01-01 00:00"]),
        ("cron(0 0 1 1/6 ? *)", ["2026-07-01 00:00", "2027-01-01 00:00"]),
        ("cron(5,35 14 * * ? *)", ["2026-01-01 14:05", "2026-01-01 14:35"]),
    ])
    func anExpressionOccursWhereTheCalendarSays(expression: String, expected: [String]) throws {
        let cron = try Self.cron(expression)
        var time = Self.start
        for wanted in expected {
            let next = try #require(cron.next(after: time))
            #expect(Self.text(next) == wanted)
            time = next
        }
    }

    @Test func yearsThatAreOverBringNothing() throws {
        #expect(try Self.cron("cron(0 0 1 1 ? 2020)").next(after: Self.start) == nil)
        #expect(try Self.cron("cron(0 0 30 2 ? *)").next(after: Self.start) == nil)
        let end = CivilTime(year: 2199, month: 12, day: 31, hour: 23, minute: 59)
        #expect(try Self.cron("cron(* * * * ? *)").next(after: end) == nil)
    }

    @Test(arguments: [
        "cron(0 1 * * * *)", "cron(0 dummy ? * MON-FRI *)", "cron(7 20 * * NOT *)", "cron(71 8 1 * ? *)",
        "cron(INVALID)", "cron(0 0 ? * ? *)", "cron(0 24 * * ? *)", "cron(0 0 0 * ? *)", "cron(0 0 32 * ? *)",
        "cron(0 0 * 13 ? *)", "cron(0 0 ? * 8 *)", "cron(0 0 * * ? 1969)", "cron(0 0 * * ? 2200)",
        "cron(0/0 * * * ? *)", "cron(0/60 * * * ? *)", "cron(1, * * * ? *)", "cron(-1 * * * ? *)",
        "cron(0 0 ? * 3#6 *)", "cron(0 0 ? * 3#1,6#3 *)", "cron(0 0 32W * ? *)", "cron(* * * * ?)",
        "cron(* * * * ? * *)", "cron(? * * * ? *)", "cron(0 0 * * ? 2030-2020)", "cron 0 0 * * ? *", "cron()",
        "cron(0 0 * * ? *", "0 0 * * ? *", "rate(0 minutes)", "rate(1 minutes)", "rate(5 minute)",
        "rate(-1 hours)", "rate(5 seconds)", "rate(5)", "rate(1.5 hours)", "rate(5 minutes extra)", "rate()",
        "rate( 10 minutes )", " rate(10 minutes)",
        "rate(99999999999999999999 days)", "", "()", "at(2026-02-30T00:00:00)", "at(2026-01-01)",
        "at(2026-01-01T24:00:00)", "every(5 minutes)", "cron(0 0 W * ? *)", "cron(0 0 ? * #2 *)",
    ])
    func aTextThatIsNoExpressionIsRefused(text: String) {
        #expect(throws: ScheduleExpressionError.self) { try ScheduleExpression(parsing: text, agrees: true) }
    }

    @Test(arguments: [
        ("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(1 hour)", 3600), ("rate(2 hours)", 7200),
        ("rate(1 day)", 86_400), ("rate(7 days)", 604_800),
    ])
    func aRateKeepsItsPhase(text: String, seconds: Int) throws {
        let rate = try ScheduleExpression(parsing: text, agrees: true)
        #expect(rate.next(after: 1000, start: 1000) == 1000 + seconds)
        #expect(rate.next(after: 1000 + seconds, start: 1000) == 1000 + 2 * seconds)
        #expect(rate.next(after: 999 + 10 * seconds, start: 1000) == 1000 + 10 * seconds)
        #expect(rate.next(after: 0, start: 1000) == 1000 + seconds)
    }

    @Test(arguments: [("rate(1 minutes)", "rate(1 minute)"), ("rate(5 hour)", "rate(5 hours)")])
    func aUnitNeedsNotAgreeWhereNothingIsSaidOfIt(text: String, same: String) throws {
        #expect(
            try ScheduleExpression(parsing: text, agrees: false)
                == ScheduleExpression(parsing: same, agrees: true))
    }

    @Test func aMomentComesOnce() throws {
        let moment = try ScheduleExpression(parsing: "at(2026-01-01T10:30:20)", agrees: true)
        let seconds = Self.start.secondsSince1970
        #expect(moment.next(after: seconds - 1, start: 0) == seconds)
        #expect(moment.next(after: seconds, start: 0) == nil)
    }

    @Test func daysAndSecondsAgree() {
        #expect(CivilTime(year: 1970, month: 1, day: 1).secondsSince1970 == 0)
        #expect(CivilTime(year: 2000, month: 3, day: 1).secondsSince1970 == 951_868_800)
        for seconds in stride(from: -5_000_000_000, through: 7_000_000_000, by: 86_399 * 17) {
            let time = CivilTime(secondsSince1970: seconds)
            #expect(time.secondsSince1970 == seconds)
        }
    }

    @Test func occurrencesOfRandomExpressionsAreThoseOfCountingMinutes() throws {
        var state: UInt64 = 7
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<60 {
            let minute = draw(60)
            let hours = [draw(24), draw(24)].sorted()
            let weekday = 1 + draw(7)
            let text = "cron(\(minute) \(hours[0])-\(hours[1]) ? * \(weekday) *)"
            var expected = Self.start.secondsSince1970 / 60 + 1
            while true {
                let time = CivilTime(secondsSince1970: expected * 60)
                let days = time.secondsSince1970 / 86_400
                let isDay = (days + 4) % 7 + 1 == weekday
                if isDay, time.minute == minute, (hours[0]...hours[1]).contains(time.hour) { break }
                expected += 1
            }
            let next = try Self.cron(text).next(after: Self.start)
            #expect(next?.secondsSince1970 == expected * 60, "\(text)")
        }
    }
}
