/// An instant as requests carry it, in whole seconds of UTC: `20250101T000000Z` in signatures, or an HTTP
/// date in a `Date` header. Years 1970 to 9999.
public struct SigningDate: Sendable, Equatable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int64

    static let lastSecond: Int64 = 253_402_300_799

    /// The instant `milliseconds` after 1970-01-01T00:00:00Z, cut to the second and to the years 1970 to
    /// 9999.
    public init(milliseconds: Int64) {
        seconds = min(max(0, milliseconds / 1000), Self.lastSecond)
    }

    init(seconds: Int64) {
        self.seconds = min(max(0, seconds), Self.lastSecond)
    }

    /// Reads ISO 8601 basic format, exactly `yyyyMMdd'T'HHmmss'Z'`; nil for any other text or an impossible
    /// date.
    public init?(basicFormat text: String) {
        let bytes = text.utf8.span
        guard bytes.count == 16, bytes[8] == 0x54, bytes[15] == 0x5A else { return nil }
        var day: Int64 = 0
        var clock: Int64 = 0
        for index in 0..<15 where index != 8 {
            guard Bytes.isDigit(bytes[index]) else { return nil }
            let digit = Int64(bytes[index] - 0x30)
            if index < 8 { day = day * 10 + digit } else { clock = clock * 10 + digit }
        }
        let (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100)
        guard hour < 24, minute < 60, second < 60,
            let instant = Self.instant(year: day / 10_000, month: day / 100 % 100, day: day % 100)
        else { return nil }
        seconds = instant + hour * 3600 + minute * 60 + second
    }

    /// Reads the date of RFC 9110 (`Fri, 09 Sep 2011 23:36:00 GMT`; also `UTC`, `+0000`, `-0000`).
    public init?(httpDate text: String) {
        let parts = Array(text.utf8).split(separator: 0x20)
        guard parts.count == 6, parts[0].count == 4, parts[0].last == 0x2C,
            ["GMT", "UTC", "+0000", "-0000"].contains(Bytes.text(parts[5])),
            let day = Self.number(parts[1]), let year = Self.number(parts[3]),
            let month = Self.monthNames.firstIndex(of: Bytes.text(parts[2])),
            let instant = Self.instant(year: year, month: Int64(month) + 1, day: day)
        else { return nil }
        let clock = parts[4].split(separator: 0x3A, omittingEmptySubsequences: false)
        guard clock.count == 3, clock.allSatisfy({ $0.count == 2 }), let hour = Self.number(clock[0]),
            let minute = Self.number(clock[1]), let second = Self.number(clock[2]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        seconds = instant + hour * 3600 + minute * 60 + second
    }

    /// The instant as `20250101T000000Z`.
    public var basicFormat: String {
        var text: [UInt8] = []
        text.reserveCapacity(16)
        appendBasicFormat(to: &text)
        return Bytes.text(text)
    }

    /// The day as `20250101`, as in a credential scope.
    public var day: String {
        var text: [UInt8] = []
        Self.append(dayNumber, width: 8, to: &text)
        return Bytes.text(text)
    }

    func appendBasicFormat(to text: inout [UInt8]) {
        let clock = seconds % 86_400
        Self.append(dayNumber, width: 8, to: &text)
        text.append(0x54)
        Self.append(clock / 3600 * 10_000 + clock / 60 % 60 * 100 + clock % 60, width: 6, to: &text)
        text.append(0x5A)
    }

    /// True when `text` is this instant's day, such as `20250101`.
    func isDay(_ text: String) -> Bool {
        guard text.utf8.count == 8 else { return false }
        var number: Int64 = 0
        for byte in text.utf8 {
            guard Bytes.isDigit(byte) else { return false }
            number = number * 10 + Int64(byte - 0x30)
        }
        return number == dayNumber
    }

    /// The instant as `2025-01-01T00:00:00Z`, as in the texts of Amazon S3.
    public var extendedFormat: String {
        let basic = Array(basicFormat.utf8)
        let parts = [basic[0..<4], basic[4..<6], basic[6..<11], basic[11..<13], basic[13..<16]].map(
            Bytes.text)
        return "\(parts[0])-\(parts[1])-\(parts[2]):\(parts[3]):\(parts[4])"
    }

    /// The instant `distance` seconds later (earlier when negative), held within the years 1970 to 9999.
    public func advanced(bySeconds distance: Int64) -> SigningDate {
        let (sum, overflow) = seconds.addingReportingOverflow(distance)
        return SigningDate(seconds: overflow ? (distance > 0 ? Self.lastSecond : 0) : sum)
    }

    /// Year, month and day as one decimal number, 20250101.
    private var dayNumber: Int64 {
        // Days are counted in years that begin in March, so that the leap day is the last of its year.
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return year * 10_000 + month * 100 + dayOfYear - (153 * shifted + 2) / 5 + 1
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func instant(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard year >= 1970, year <= 9999, month >= 1, month <= 12, day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length: Int64 =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        guard day <= length else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard Bytes.isDigit(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    private static func append(_ value: Int64, width: Int, to text: inout [UInt8]) {
        var divisor: Int64 = width == 8 ? 10_000_000 : 100_000
        for _ in 0..<width {
            text.append(UInt8(value / divisor % 10) + 0x30)
            divisor /= 10
        }
    }
}
