import Testing

@testable import APIGateway

@Suite struct QuotaPeriodTests {
    /// Days since 1970 of 2026-01-01, a Thursday.
    private let newYear = 20_454

    @Test func aDayIsItself() {
        #expect(QuotaPeriod.day.days(around: newYear) == newYear...newYear)
    }

    @Test func aWeekBeginsOnSunday() {
        #expect(QuotaPeriod.week.days(around: newYear) == (newYear - 4)...(newYear + 2))
        #expect(QuotaPeriod.week.days(around: newYear + 3) == (newYear + 3)...(newYear + 9))
    }

    @Test func aMonthHasItsOwnLength() {
        #expect(QuotaPeriod.month.days(around: newYear) == newYear...(newYear + 30))
        #expect(QuotaPeriod.month.days(around: newYear + 45) == (newYear + 31)...(newYear + 58))
        // February 2028 has 29 days.
        let february = newYear + 365 * 2 + 31
        #expect(QuotaPeriod.month.days(around: february + 10).count == 29)
    }
}
