/// A calendar day in Britain's local time, for which readings are settled.
public struct SettlementDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Reads `2026-03-29`; nil when it is not a day of the calendar.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public init?(year: Int, month: Int, day: Int) {
        guard year >= 1970, year <= 9999, month >= 1, month <= 12, day >= 1, day <= Self.days(in: month, year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    public static func days(in month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    public var text: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// 0 for Sunday, by Sakamoto's congruence.
    var weekday: Int {
        let offsets = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
        let year = month < 3 ? year - 1 : year
        return (year + year / 4 - year / 100 + year / 400 + offsets[month - 1] + day) % 7
    }

    /// How many half hours the day has: 46 when summer time begins (the last Sunday of March), 50 when it
    /// ends (the last Sunday of October), 48 otherwise.
    public var halfHours: Int {
        guard weekday == 0, day > 24 else { return 48 }
        return month == 3 ? 46 : month == 10 ? 50 : 48
    }

    /// The following day; years end at 9999.
    public var next: SettlementDate? {
        if day < Self.days(in: month, year) { return SettlementDate(year: year, month: month, day: day + 1) }
        if month < 12 { return SettlementDate(year: year, month: month + 1, day: 1) }
        return SettlementDate(year: year + 1, month: 1, day: 1)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }
}
